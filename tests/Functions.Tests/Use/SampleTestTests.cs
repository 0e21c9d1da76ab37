using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>The sample test: to practise, for every signed-in learner, and it counts for nothing.</summary>
public sealed class SampleTestTests(SharedApp shared)
{
    [Fact]
    public async Task Whoever_is_signed_in_as_a_learner_gets_one_before_any_activation()
    {
        var token = await shared.Api.TokenAsync("learner", "sample-nobody");

        var sample = (await shared.Api.GetAsync("/api/v1/modules/rights-duties/sample-test?language=ar", token)).With(HttpStatusCode.OK);
        var result = (await shared.Api.PostAsync("/api/v1/modules/rights-duties/sample-test/grading?language=ar", KnownAnswers.AllRight(sample.Json), token)).With(HttpStatusCode.OK);

        Assert.Equal(("ar", "ar"), (sample.ContentLanguage, result.ContentLanguage));
        Assert.True(result.Json["passed"]!.GetValue<bool>());
        Assert.Equal(100, result.Json["score"]!.GetValue<int>());
        Assert.All(result.Json["review"]!.AsArray(), question => Assert.NotEmpty(question!.AsObject().Text("explanation")));
    }

    [Fact]
    public async Task It_counts_for_nothing_and_leaves_no_trace()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var before = await learner.EverythingAsync();

        var sample = (await shared.Api.GetAsync("/api/v1/modules/basis/sample-test", learner.Token)).With(HttpStatusCode.OK).Json;
        var failed = (await shared.Api.PostAsync("/api/v1/modules/basis/sample-test/grading", KnownAnswers.AllWrong(sample), learner.Token)).With(HttpStatusCode.OK).Json;

        Assert.False(failed["passed"]!.GetValue<bool>());
        Assert.NotEmpty(failed.Texts("topicsToStudy"));
        Assert.Equal(before, await learner.EverythingAsync());
        Assert.Equal("notStarted", (await learner.ProgressAsync("basis")).Text("status"));
    }

    [Fact]
    public async Task Its_questions_come_in_no_test_and_an_answer_to_a_tests_question_is_refused()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var sample = (await shared.Api.GetAsync("/api/v1/modules/basis/sample-test", learner.Token)).With(HttpStatusCode.OK).Json;
        var attempt = await learner.OpenAttemptAsync();
        var asked = attempt["questions"]!.AsArray().Select(question => question!.AsObject().Text("questionId")).ToList();

        Assert.DoesNotContain(sample["questions"]!.AsArray(), question => asked.Contains(question!.AsObject().Text("questionId")));
        var spying = await shared.Api.PostAsync("/api/v1/modules/basis/sample-test/grading", KnownAnswers.AllRight(attempt), learner.Token);
        Assert.Equal(["answers[0].questionId"], spying.WrongFields());
    }

    [Theory]
    [InlineData("/api/v1/modules/no-such-module/sample-test")]
    [InlineData("/api/v1/modules/%23/sample-test")]
    public async Task A_module_that_is_not_there_has_none(string path)
    {
        var token = await shared.Api.TokenAsync("learner", "sample-nobody");

        (await shared.Api.GetAsync(path, token)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        (await shared.Api.PostAsync(path + "/grading", new JsonObject { ["answers"] = new JsonArray() }, token)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
    }

    [Fact]
    public async Task A_language_that_is_none_is_refused() =>
        Assert.Equal(["language"], (await shared.Api.GetAsync("/api/v1/modules/basis/sample-test?language=arabic", await shared.Api.TokenAsync("learner", "sample-nobody"))).WrongFields());
}
