using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Tests.Access;

/// <summary>What <see cref="AccessCellTests"/> does not say: callers of other kinds, and ids of other forms.</summary>
public sealed class AccessTests(SharedApp shared)
{
    private static IEnumerable<ApiOperation> Closed => OpenApi.Operations.Where(operation => !operation.IsOpen);

    public static TheoryData<string> ClosedOperations => [.. Closed.Select(operation => operation.Id)];

    public static TheoryData<string> OpenOperations => [.. OpenApi.Operations.Where(operation => operation.IsOpen).Select(operation => operation.Id)];

    public static TheoryData<string> OwnPersonOperations => [.. Closed.Where(operation => Http.FunctionAccess.Table[operation.Id].Ownership == Http.Ownership.OwnPerson).Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(ClosedOperations))]
    public async Task The_same_token_without_anything_wrong_is_let_in(string id)
    {
        var reply = await CallAsync(id, Forgery.Make(Forgery.Nothing, shared.App, Operation(id).Roles[0]));

        Assert.NotEqual(HttpStatusCode.Unauthorized, reply.Status);
        Assert.DoesNotContain("missingPermission", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ClosedOperations))]
    public async Task A_token_without_a_role_is_refused(string id) =>
        (await CallAsync(id, Forgery.Make(Forgery.NoRole, shared.App, "learner"))).Problem(HttpStatusCode.Forbidden, "belgif:missingPermission");

    [Theory]
    [MemberData(nameof(ClosedOperations))]
    public async Task Another_kind_of_credentials_is_no_token(string id) =>
        (await CallAsync(id, "Basic bGVhcm5lcjpzZWNyZXQ=")).Problem(HttpStatusCode.Unauthorized, "belgif:noAccessToken");

    [Theory]
    [InlineData("{\"alg\":\"RS256\"}", "{\"iss\":7}")]
    [InlineData("{\"alg\":\"RS256\"}", "[]")]
    [InlineData("{\"alg\":\"RS256\"}", "{\"iss\"")]
    [InlineData("{\"alg\":7,\"kid\":[]}", "{\"iss\":\"x\",\"exp\":\"soon\"}")]
    [InlineData("\u00e9", "{}")]
    public async Task A_token_that_can_not_even_be_read_is_no_token(string header, string payload)
    {
        var (first, second) = (Base64UrlEncoder.Encode(header), Base64UrlEncoder.Encode(payload));
        foreach (var token in new[] { $"{first}.{second}.AAAA", $"{first}.{second}.", $"{first}.{second[..^1]}\u007e.AAAA", $"{first}x.{second}.AAAA", $"{first}.{second}=.AAAA", $"{first}.{second}.A.A.A" })
        {
            (await CallAsync("GetMe", token)).Problem(HttpStatusCode.Unauthorized, "belgif:invalidAccessToken");
        }
    }

    [Theory]
    [MemberData(nameof(OwnPersonOperations))]
    public async Task An_account_without_a_person_has_nothing_to_see(string id)
    {
        var token = await shared.Api.TokenAsync("learner", "nobody-in-particular");

        (await CallAsync(id, token)).Problem(HttpStatusCode.Forbidden, "inburgering:accountNotActivated");
    }

    [Theory]
    [MemberData(nameof(OpenOperations))]
    public async Task What_is_open_to_anyone_reads_no_token(string id)
    {
        var without = await CallAsync(id, null);
        var with = await CallAsync(id, "rubbish");

        Assert.Equal(without.Status, with.Status);
        Assert.Contains(without.Status, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("abb")]
    public async Task A_case_officer_must_be_of_an_agency(string? agency) =>
        (await CallAsync("ConfirmBreach", Forgery.CaseOfficer(shared.App, agency))).Problem(HttpStatusCode.Forbidden, "belgif:missingPermission");

    [Fact]
    public async Task A_test_of_somebody_else_is_not_there()
    {
        var owner = await Learner.AbroadAsync(shared.App);
        var attempt = await owner.OpenAttemptAsync();
        var stranger = await Learner.AbroadAsync(shared.App);

        (await shared.Api.GetAsync($"/api/v1/me/attempts/{attempt.Text("attemptId")}", stranger.Token)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        (await stranger.SaveAsync(attempt, KnownAnswers.AllRight(attempt))).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        (await stranger.SubmitAsync(attempt, KnownAnswers.AllRight(attempt))).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");

        Assert.Empty((await owner.StartAsync("basis")).With(HttpStatusCode.OK).Json["answers"]!.AsArray());
    }

    [Fact]
    public async Task Whoever_moved_is_not_there_any_more_for_the_agency_they_left_and_is_for_the_next()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var (personId, letterId, attempt) = (await learner.PersonIdAsync(), (await learner.LetterAsync()).Text("letterId"), await learner.OpenAttemptAsync());
        var (left, next) = (await shared.Api.OfficerAsync("amal"), await shared.Api.OfficerAsync("atlas"));
        var ofCase = Closed.Where(operation => Http.FunctionAccess.Table[operation.Id].Ownership == Http.Ownership.OwnAgency && operation.Parameters.Contains("personId")).ToList();
        (await shared.Api.GetAsync("/api/v1/cases/" + personId, left)).With(HttpStatusCode.OK);

        await shared.Messages.DeliverAsync(MessageDoor.Registrations, IncomingMessages.Registered(learner.Person, IncomingMessages.Antwerp, permit: learner.Person.PermitNumber, version: 2));

        Assert.True(ofCase.Count > 10);
        foreach (var operation in ofCase)
        {
            var path = operation.PathWith(("personId", personId), ("letterId", letterId), ("attemptId", attempt.Text("attemptId")));
            Task<Reply> AskAsync(string officer) => shared.Api.SendAsync(new HttpMethod(operation.Method), path, operation.TakesBody ? Api.Content(OpenApi.ExampleBody(operation)) : null, officer);
            (await AskAsync(left)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
            Assert.NotEqual(HttpStatusCode.NotFound, (await AskAsync(next)).Status);
        }

        var query = new JsonObject { ["nationalNumber"] = learner.Person.NationalNumber };
        Assert.Empty((await shared.Api.PostAsync("/api/v1/cases/query", query.DeepClone(), left)).With(HttpStatusCode.OK).Items);
        Assert.Single((await shared.Api.PostAsync("/api/v1/cases/query", query, next)).With(HttpStatusCode.OK).Items);
    }

    [Theory]
    [InlineData("/api/v1/me/attempts/{0}/submission")]
    [InlineData("/api/v1/me/modules/{0}/attempts")]
    [InlineData("/api/v1/cases/{0}/breach-confirmations")]
    public async Task An_id_that_nobody_could_have_is_not_there(string template)
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var isCase = template.Contains("cases", StringComparison.Ordinal);
        var body = isCase ? new JsonObject { ["reason"] = "Curious." } : null;

        foreach (var id in new[] { "%23", "%3F", "%5C", "%2F", "..%2F..%2Fme", "%0A", "'%20or%20''%20eq%20'", "%C3%A9", "file", new string('a', 1500) })
        {
            var reply = await shared.Api.PostAsync(template.Replace("{0}", id, StringComparison.Ordinal), body?.DeepClone(), isCase ? await shared.Api.OfficerAsync("amal") : learner.Token);
            reply.Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        }
    }

    private static ApiOperation Operation(string id) => OpenApi.Operations.Single(operation => operation.Id == id);

    private Task<Reply> CallAsync(string id, string? token)
    {
        var operation = Operation(id);
        return shared.Api.SendAsync(new HttpMethod(operation.Method), operation.PathWith(), operation.TakesBody ? Api.Content(OpenApi.ExampleBody(operation)) : null, token);
    }
}
