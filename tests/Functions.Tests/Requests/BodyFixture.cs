using System.Text.Json.Nodes;
using Inburgering.Arrivals;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Requests;

/// <summary>A learner who lives in Ghent and has a test open: for each operation with a body, one whom a good body would change.</summary>
public sealed class BodyFixture(SharedApp shared) : IAsyncLifetime
{
    private Learner? learner;
    private JsonObject? attempt;
    private string? personId;
    private string? caseId;

    internal static IEnumerable<ApiOperation> Operations => OpenApi.Operations.Where(operation => operation.TakesBody);

    internal Learner Learner => learner!;

    public async ValueTask InitializeAsync()
    {
        learner = await Learner.InGhentAsync(shared.App);
        personId = await learner.PersonIdAsync();
        attempt = await learner.OpenAttemptAsync();
        caseId = await Escalation.OfAsync(shared.App, await (await Learner.InGhentAsync(shared.App)).PersonIdAsync(), Agency.Amal);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A body in which every property of the schema stands, for malformations. Made from the contract's example.</summary>
    internal static JsonObject ValidBody(ApiOperation operation) => OpenApi.ExampleBody(operation);

    internal async Task<Reply> SendAsync(ApiOperation operation, HttpContent content)
    {
        var path = operation.PathWith(
            ("attemptId", attempt!.Text("attemptId")), ("personId", personId!), ("caseId", caseId!), ("candidateId", new string('a', 32)), ("sectionId", "home-and-neighbourhood"), ("moduleId", "basis"));
        var token = operation.Roles[0] switch
        {
            "learner" => Learner.Token,
            "case-officer" => await shared.Api.OfficerAsync("amal"),
            var role => await shared.Api.TokenAsync(role, "requests"),
        };
        return await shared.Api.SendAsync(new HttpMethod(operation.Method), path, content, token);
    }
}
