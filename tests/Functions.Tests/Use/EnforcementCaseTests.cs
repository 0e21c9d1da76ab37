using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Inburgering.Arrivals;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>What an enforcement officer of ABB sees and reports: escalated cases only, and of them what the dossier holds.</summary>
public sealed class EnforcementCaseTests(SharedApp shared)
{
    [Fact]
    public async Task A_case_that_was_handed_over_is_listed_and_read()
    {
        var (learner, caseId) = await EscalatedAsync();

        var listed = await Soon.FindAsync("the case in the list", async () => (await AllAsync()).FirstOrDefault(item => item.Text("enforcementCaseId") == caseId));
        var found = (await GetAsync($"/{caseId}")).With(HttpStatusCode.OK).Json;

        Assert.Equal(listed.ToJsonString(), found.ToJsonString());
        Assert.Equal(("2026-03-01", "2026-03-02"), (found.Text("deadlineOn"), found.Text("breachedOn")));
        Assert.DoesNotContain(learner.Person.FamilyName, found.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("enforcementCaseViewed", await learner.EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_was_not_handed_over_is_not_there()
    {
        var learner = await Learner.InGhentAsync(shared.App);

        foreach (var path in new[] { "", "/dossier" })
        {
            (await GetAsync($"/enf-{await learner.PersonIdAsync()}{path}")).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        }

        Assert.DoesNotContain("Viewed", await learner.EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dossier_is_handed_out_as_pdf_and_as_data_under_the_hash_that_was_recorded()
    {
        var (learner, caseId) = await EscalatedAsync();
        var sha256 = (await GetAsync($"/{caseId}")).Json.Text("dossierSha256");

        var pdf = (await GetAsync($"/{caseId}/dossier", "application/pdf")).With(HttpStatusCode.OK);
        var data = (await GetAsync($"/{caseId}/dossier", "application/json")).With(HttpStatusCode.OK);

        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(pdf.Bytes)));
        Assert.Equal($"\"{sha256}\"", pdf.Headers.ETag!.ToString());
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(data.Bytes))}\"", data.Headers.ETag!.ToString());
        Assert.Equal($"{learner.Person.GivenNames} {learner.Person.FamilyName}", data.Json.Text("personName"));
        Assert.Equal("application/pdf", (await GetAsync($"/{caseId}/dossier")).MediaType);
        (await GetAsync($"/{caseId}/dossier", "image/png")).Problem(HttpStatusCode.NotAcceptable, "belgif:notAcceptable");
        Assert.Contains("dossierViewed", await learner.EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_to_confirm_a_breach_sees_before_what_the_dossier_would_hold()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var personId = await learner.PersonIdAsync();
        (await PreviewAsync(personId, "amal")).Problem(HttpStatusCode.Conflict, "inburgering:notBreached");
        await Escalation.BreachAsync(shared.App, personId);
        (await PreviewAsync(personId, "atlas")).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        Assert.DoesNotContain("dossierPreviewed", await learner.EverythingAsync(), StringComparison.Ordinal);

        var preview = (await PreviewAsync(personId, "amal", "application/json")).With(HttpStatusCode.OK).Json;
        var pdf = (await PreviewAsync(personId, "amal")).With(HttpStatusCode.OK);

        Assert.Equal(($"enf-{personId}", "2026-03-01"), (preview.Text("enforcementCaseId"), preview.Text("deadlineOn")));
        Assert.Null(preview["confirmation"]);
        Assert.Equal("application/pdf", pdf.MediaType);
        (await PreviewAsync(personId, "amal", "image/png")).Problem(HttpStatusCode.NotAcceptable, "belgif:notAcceptable");
        Assert.Contains("dossierPreviewed", await learner.EverythingAsync(), StringComparison.Ordinal);

        // What is handed over is what was shown, and the confirmation.
        var caseId = await Escalation.OfAsync(shared.App, personId, Agency.Amal);
        var dossier = (await GetAsync($"/{caseId}/dossier", "application/json")).With(HttpStatusCode.OK).Json;
        Assert.True(dossier.Remove("confirmation"));
        Assert.True(JsonNode.DeepEquals(preview, dossier), $"{preview}\n{dossier}");
        (await PreviewAsync(personId, "amal")).Problem(HttpStatusCode.Conflict, "inburgering:notBreached");
    }

    [Fact]
    public async Task Outcomes_by_http_and_from_the_queue_come_together_and_count_once()
    {
        var (learner, caseId) = await EscalatedAsync();

        (await ReportAsync(caseId, "opened")).With(HttpStatusCode.Created);
        (await ReportAsync(caseId, "opened")).With(HttpStatusCode.Created);
        var sanctioned = (await ReportAsync(caseId, "sanctioned", 150.50m)).With(HttpStatusCode.Created).Json;
        Assert.Equal(("sanctioned", 150.50m), (sanctioned.Text("status"), sanctioned["sanctionedAmount"]!.GetValue<decimal>()));
        await shared.Messages.DeliverAsync("enforcement-outcomes", IncomingMessages.Outcome(caseId, "opened", "2026-03-02", 1));
        await shared.Messages.DeliverAsync("enforcement-outcomes", IncomingMessages.Outcome(caseId, "paid", "2026-03-02", 3));

        var found = (await GetAsync($"/{caseId}")).Json;
        Assert.Equal(["opened", "paid", "sanctioned"], found["outcomes"]!.AsArray().Select(outcome => outcome!.AsObject().Text("outcome")).Order(StringComparer.Ordinal));
        Assert.Equal("notFulfilled", await shared.Api.ComplianceAsync("permitNumber", learner.Person.PermitNumber));
        Assert.Contains("enforcement-officer", await learner.EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_that_makes_no_sense_is_refused_by_its_rule()
    {
        var (learner, caseId) = await EscalatedAsync();
        var before = await learner.EverythingAsync();

        Assert.Equal(["date"], (await ReportAsync(caseId, "opened", date: "2026-03-01")).WrongFields());
        Assert.Equal(["date"], (await ReportAsync(caseId, "opened", date: "2026-03-03")).WrongFields());
        Assert.Equal(["amount"], (await ReportAsync(caseId, "opened", 150m)).WrongFields());
        Assert.Equal(["amount"], (await ReportAsync(caseId, "sanctioned", 0m)).WrongFields());
        Assert.Equal(["amount"], (await ReportAsync(caseId, "sanctioned", -1m)).WrongFields());
        (await ReportAsync(caseId, "paid")).Problem(HttpStatusCode.Conflict, "inburgering:outcomeOutOfOrder");
        (await ReportAsync(caseId, "appealed")).Problem(HttpStatusCode.Conflict, "inburgering:outcomeOutOfOrder");
        Assert.Equal(before, await learner.EverythingAsync());

        (await ReportAsync(caseId, "closed")).With(HttpStatusCode.Created);
        (await ReportAsync(caseId, "heard")).Problem(HttpStatusCode.Conflict, "inburgering:outcomeOutOfOrder");
    }

    private async Task<(Learner Learner, string CaseId)> EscalatedAsync()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        return (learner, await Escalation.OfAsync(shared.App, await learner.PersonIdAsync(), Agency.Amal));
    }

    private async Task<Reply> PreviewAsync(string personId, string agency, string? accept = null) =>
        await shared.Api.GetAsync($"/api/v1/cases/{personId}/dossier-preview", await shared.Api.OfficerAsync(agency), accept);

    private async Task<Reply> GetAsync(string path, string? accept = null) => await shared.Api.GetAsync("/api/v1/enforcement-cases" + path, await TokenAsync(), accept);

    private async Task<Reply> ReportAsync(string caseId, string outcome, decimal? amount = null, string date = "2026-03-02")
    {
        var body = new JsonObject { ["outcome"] = outcome, ["date"] = date };
        if (amount is not null)
        {
            body["amount"] = amount;
        }

        return await shared.Api.PostAsync($"/api/v1/enforcement-cases/{caseId}/outcomes", body, await TokenAsync());
    }

    private async Task<IReadOnlyList<JsonObject>> AllAsync()
    {
        var all = new List<JsonObject>();
        for (var next = ""; next is not null;)
        {
            var page = (await GetAsync(next)).With(HttpStatusCode.OK);
            all.AddRange(page.Items);
            next = page.Json.OptionalText("next")?["/api/v1/enforcement-cases".Length..];
        }

        return all;
    }

    private Task<string> TokenAsync() => shared.Api.TokenAsync("enforcement-officer", "abb-1");
}
