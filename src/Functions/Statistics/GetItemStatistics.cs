using Inburgering.Functions.Http;
using Inburgering.Messages;
using Inburgering.Statistics;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Statistics;

/// <summary>GET /statistics/items: how the tests' questions did, by language, as counted last night; without persons.</summary>
public sealed class GetItemStatistics(StatisticsCounting counting)
{
    [Function(nameof(GetItemStatistics))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/statistics/items")] HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = FieldReader.ForQuery(request.Query.Select(parameter => (parameter.Key, parameter.Value.ToString())));
        var (moduleId, language) = (fields.OptionalText("moduleId", 64), fields.OptionalText("language", 2));
        fields.RefuseUnread();
        if (fields.Errors.Count > 0)
        {
            return Problems.Invalid(fields.Errors, "query");
        }

        var snapshot = await counting.LatestItemsAsync(cancellationToken);
        return Answers.Ok(new
        {
            AsOf = Answers.Instant(snapshot.AsOf),
            snapshot.SmallestCount,
            Items = snapshot.Items.Where(item => (moduleId is null || item.ModuleId == moduleId) && (language is null || item.Language == language)),
        });
    }
}
