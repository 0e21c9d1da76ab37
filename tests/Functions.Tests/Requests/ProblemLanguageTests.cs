using System.Net;
using System.Text.RegularExpressions;
using Inburgering.Functions.Http;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Requests;

/// <summary>Errors speak the caller's language.</summary>
public sealed class ProblemLanguageTests(SharedApp shared)
{
    [Theory]
    [InlineData(null, "en", "No Access Token")]
    [InlineData("nl-BE, en;q=0.8", "nl", "Geen toegangstoken")]
    [InlineData("fr", "fr", "Pas de jeton d’accès")]
    [InlineData("tr, de;q=0.9, nl;q=0.8", "de", "Kein Zugangstoken")]
    [InlineData("tr", "en", "No Access Token")]
    [InlineData("?=;,", "en", "No Access Token")]
    public async Task An_error_is_in_the_language_asked_for_or_else_in_english(string? acceptLanguage, string language, string title)
    {
        var reply = await shared.Api.SendAsync(HttpMethod.Get, "/api/v1/me", null, acceptLanguage: acceptLanguage);

        reply.Problem(HttpStatusCode.Unauthorized, "belgif:noAccessToken");
        Assert.Equal(language, reply.ContentLanguage);
        Assert.Equal(title, reply.Json.Text("title"));
    }

    [Fact]
    public void Every_problem_of_the_contract_has_its_texts_in_every_language()
    {
        // What the app itself never answers.
        var foreign = new[] { "serviceUnavailable" };
        var codes = Regex.Matches(File.ReadAllText(Path.Combine(Contract.Repository.Contracts, "openapi.yaml")), "urn:problem-type:[a-z]+:([a-zA-Z]+)")
            .Select(match => match.Groups[1].Value).Except(foreign).Distinct().ToList();

        Assert.NotEmpty(codes);
        Assert.Equal(["de", "fr", "nl"], ProblemAnswer.Translated.Keys.Order(StringComparer.Ordinal));
        Assert.All(ProblemAnswer.Translated.Values, translated => Assert.Empty(codes.Except(translated)));
    }
}
