using System.Globalization;
using System.Text.Json.Nodes;
using Inburgering.Arrivals;
using Inburgering.Messages;
using Inburgering.Storage;

namespace Inburgering.People;

/// <summary>
/// Takes a person's request for rectification and tells their agency that there is one. What it says stays in the file, where
/// their case officer reads it: nobody's words go out in a message. Nothing is corrected here; what the Register or DWEWIS holds is
/// corrected there, and comes in by their messages.
/// </summary>
public sealed class RectificationRequesting(PersonFiles files)
{
    /// <summary>Most requests of one person that wait for an answer.</summary>
    public const int MostRequests = 20;

    /// <summary>Asks. Asking again what waits for an answer answers the same.</summary>
    public async Task<Answer<RectificationRequest>> RequestAsync(string personId, RectificationConcern concerns, string statement, CancellationToken cancellationToken)
    {
        var outcome = await files.ChangeAsync<Answer<RectificationRequest>>(
            personId,
            Actor.Learner,
            change =>
            {
                if (change.File.RectificationRequests.FirstOrDefault(earlier => earlier.Answer is null && earlier.Concerns == concerns && earlier.Statement == statement) is { } same)
                {
                    return same;
                }

                if (change.File.RectificationRequests.Count(earlier => earlier.Answer is null) >= MostRequests)
                {
                    return Refusal.Conflict("tooManyRectificationRequests", $"There are {MostRequests} requests already: your agency answers them first.");
                }

                var number = (change.File.RectificationRequests.Count + 1).ToString(CultureInfo.InvariantCulture);
                var request = new RectificationRequest($"{change.File.PersonId}-r{number}", change.Now, concerns, statement);
                change.Update(file => file with { RectificationRequests = file.RectificationRequests.Add(request) });
                change.Record("rectificationRequested", $"{WireName.Of(concerns)} {request.RequestId}");
                change.Publish("rectification.requested", new JsonObject
                {
                    ["personId"] = change.File.PersonId,

                    // Whoever no agency works for is AgII's, as before arrival (seed 3.A).
                    ["agency"] = WireName.Of(change.File.ResponsibleAgency ?? Agency.Agii),
                    ["requestId"] = request.RequestId,
                    ["concerns"] = WireName.Of(concerns),
                });
                return request;
            },
            cancellationToken: cancellationToken);
        return outcome?.Result ?? Refusal.NotFound("person");
    }
}
