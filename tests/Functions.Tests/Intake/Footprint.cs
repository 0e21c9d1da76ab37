using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Intake;

/// <summary>Where a person stands and what was sent about them, without what differs between any two persons.</summary>
/// <param name="State">The end state, as <c>/me</c>, the letters and DWEWIS's question show it.</param>
/// <param name="Events">Every event that went out, sorted.</param>
internal sealed record Footprint(string State, IReadOnlyList<string> Events)
{
    /// <summary>Opens the person's account by whichever code went out, and looks.</summary>
    public static async Task<Footprint> OfAsync(RunningApp app, Person person)
    {
        await app.Clock.SettleAsync();
        var sent = new List<(string Subscription, JsonObject Body)>();
        foreach (var subscription in MessageDoor.Subscriptions)
        {
            sent.AddRange((await app.Messages.SentAsync(subscription)).Select(message => (subscription, message.Part("body"))));
        }

        var code = sent.Select(found => found.Body.Part("data")).First(data => IsTo(data, person) && data.ContainsKey("activationCode")).Text("activationCode");
        var me = await (await Learner.ActivateAsync(app, person, code)).MeAsync();
        var personId = me.Text("personId");
        var letters = (await app.Api.GetAsync("/api/v1/me/letters", await app.Api.TokenAsync("learner", "learner-" + person.Email))).With(HttpStatusCode.OK).Items;
        var obligation = me.Part("obligation");
        string[] state =
        [
            $"{obligation.Text("status")} {obligation.OptionalText("receivedOn")} {obligation.OptionalText("deadlineOn")} {obligation.OptionalText("endedReason")}".Trim(),
            $"region {me.Text("region")}, agency {me.OptionalText("agency")}, access {me["access"]}",
            $"letters {string.Join(' ', letters.Select(letter => letter.Text("kind")))}",
            $"DWEWIS: {await app.Api.ComplianceAsync("nationalNumber", person.NationalNumber)}, by permit {await app.Api.ComplianceAsync("permitNumber", person.PermitNumber)}",
        ];
        var events = sent
            .Where(found => IsAbout(found.Body.Part("data"), person, personId))
            .Select(found => $"{found.Subscription}: {found.Body.Text("type").Split("v1.")[1]} {Detail(found.Body.Part("data"))}".Trim())
            .Order(StringComparer.Ordinal);
        return new Footprint(string.Join('\n', state), [.. events]);
    }

    private static bool IsTo(JsonObject data, Person person) =>
        data.OptionalText("email") == person.Email || data["recipient"]?.AsObject().OptionalText("name") == person.Name;

    private static bool IsAbout(JsonObject data, Person person, string personId) =>
        data.OptionalText("personId") == personId || data.OptionalText("nationalNumber") == person.NationalNumber || data.OptionalText("permitNumber") == person.PermitNumber;

    private static string Detail(JsonObject data) =>
        string.Join(' ', new[] { "kind", "agency", "previousAgency", "status", "reason", "late" }.Select(name => data[name]?.ToString()).OfType<string>());
}
