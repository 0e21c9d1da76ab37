using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>The matching queue as case officers work it off.</summary>
public sealed class MatchTests(SharedApp shared)
{
    [Fact]
    public async Task Two_files_stand_side_by_side_with_what_helps_to_decide_and_no_identifier()
    {
        var candidateId = await WaitingAsync(shared, IncomingMessages.Ghent, "amal");

        var reply = (await ListAsync(shared, "amal")).With(HttpStatusCode.OK);
        var waiting = reply.Json["items"]!.AsArray().Select(item => item!.AsObject()).Single(item => item.Text("candidateId") == candidateId);

        Assert.Equal("equalBirthDateAndNationality", waiting.Text("reason"));
        Assert.Equal(["Gent", null], waiting["persons"]!.AsArray().Select(person => person!["municipality"]?.GetValue<string>()));
        Assert.Equal(
            ["givenName equal", "familyName different", "birthDate equal", "nationality equal", "passportNumber different", "permitNumber unknown"],
            waiting["comparison"]!.AsArray().Select(compared => $"{compared!["what"]} {compared["outcome"]}"));
        foreach (var identifier in new[] { "passportNumber\":\"", "nationalNumber", "email" })
        {
            Assert.DoesNotContain(identifier, waiting.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Found_the_same_they_are_one_case_and_found_otherwise_afterwards_is_refused()
    {
        var candidateId = await WaitingAsync(shared, IncomingMessages.Ghent, "amal");

        var decided = (await DecideAsync(candidateId, "same", "amal")).With(HttpStatusCode.OK).Json;
        var again = (await DecideAsync(candidateId, "same", "amal")).With(HttpStatusCode.OK).Json;

        Assert.Equal(decided.ToJsonString(), again.ToJsonString());
        Assert.DoesNotContain(candidateId, (await ListAsync(shared, "amal")).Text, StringComparison.Ordinal);
        (await DecideAsync(candidateId, "different", "amal")).Problem(HttpStatusCode.Conflict, "inburgering:decidedOtherwise");
        var found = (await shared.Api.GetAsync($"/api/v1/cases/{decided.Text("personId")}", await shared.Api.OfficerAsync("amal"))).With(HttpStatusCode.OK).Json;
        Assert.Single(found["permits"]!.AsArray());
        Assert.Contains(found["timeline"]!.AsArray(), line => line!["action"]!.GetValue<string>() == "foundSamePerson" && line["id"]!.GetValue<string>() == "officer");
    }

    [Fact]
    public async Task Another_agencys_question_is_not_there()
    {
        var candidateId = await WaitingAsync(shared, IncomingMessages.Antwerp, "atlas");

        (await DecideAsync(candidateId, "same", "amal")).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        Assert.DoesNotContain(candidateId, (await ListAsync(shared, "amal")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_file_it_is_can_only_be_one_of_the_two()
    {
        var candidateId = await WaitingAsync(shared, IncomingMessages.Ghent, "amal");

        var reply = await shared.Api.PostAsync(
            $"/api/v1/match-candidates/{candidateId}/decision", new JsonObject { ["decision"] = "same", ["personId"] = "somebodyelse" }, await shared.Api.OfficerAsync("amal"));

        Assert.Equal(["personId"], reply.WrongFields());
    }

    /// <summary>Somebody has a permit, and somebody of the same birth date and nationality registers in that municipality.</summary>
    /// <returns>The id of the question that the agency's officers are asked.</returns>
    internal static async Task<string> WaitingAsync(SharedApp shared, string municipality, string agency)
    {
        var (granted, arrived) = (Person.Invent(), Person.Invent());
        granted = granted with { BirthDate = arrived.BirthDate };
        await shared.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(granted));
        await shared.Messages.DeliverAsync(MessageDoor.Registrations, IncomingMessages.Registered(arrived, municipality));
        return (await ListAsync(shared, agency)).With(HttpStatusCode.OK).Json["items"]!.AsArray()
            .Select(item => item!.AsObject())
            .Single(item => item["persons"]!.AsArray().Any(person => person!.AsObject().Text("familyName") == arrived.FamilyName))
            .Text("candidateId");
    }

    private static async Task<Reply> ListAsync(SharedApp shared, string agency) => await shared.Api.GetAsync("/api/v1/match-candidates", await shared.Api.OfficerAsync(agency));

    private async Task<Reply> DecideAsync(string candidateId, string decision, string agency) =>
        await shared.Api.PostAsync($"/api/v1/match-candidates/{candidateId}/decision", new JsonObject { ["decision"] = decision }, await shared.Api.OfficerAsync(agency));
}
