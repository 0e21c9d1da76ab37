using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>The test of a module, from the learner's side.</summary>
public sealed class AttemptTests(SharedApp shared)
{
    [Fact]
    public async Task No_test_before_every_section_was_gone_through()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        foreach (var section in (await learner.SectionsAsync("basis")).SkipLast(1))
        {
            Assert.Equal("inProgress", (await learner.CompleteAsync("basis", section)).With(HttpStatusCode.OK).Json.Text("status"));
            (await learner.StartAsync("basis")).Problem(HttpStatusCode.Conflict, "inburgering:sectionsNotCompleted");
        }

        var last = (await learner.CompleteAsync("basis", (await learner.SectionsAsync("basis"))[^1])).With(HttpStatusCode.OK).Json;

        Assert.Equal("readyForTest", last.Text("status"));
        Assert.Equal(100, last["percent"]!.GetValue<int>());
        (await learner.StartAsync("basis")).With(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Going_through_a_section_twice_counts_once()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var section = (await learner.SectionsAsync("basis"))[0];
        var once = await learner.CompleteAsync("basis", section);
        var before = await learner.EverythingAsync();

        var twice = await learner.CompleteAsync("basis", section);

        Assert.Equal(once.Text, twice.Text);
        Assert.Equal(before, await learner.EverythingAsync());
    }

    [Theory]
    [InlineData("basis", "no-such-section")]
    [InlineData("no-such-module", "arriving-and-registering")]
    [InlineData("rights-duties", "arriving-and-registering")]
    public async Task A_section_that_the_module_lacks_is_not_there(string moduleId, string sectionId)
    {
        var learner = await Learner.AbroadAsync(shared.App);

        (await learner.CompleteAsync(moduleId, sectionId)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
    }

    [Fact]
    public async Task An_unknown_module_has_neither_content_nor_test()
    {
        var learner = await Learner.AbroadAsync(shared.App);

        (await learner.StartAsync("no-such-module")).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        (await shared.Api.GetAsync("/api/v1/modules/no-such-module", learner.Token)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
    }

    [Fact]
    public async Task Starting_again_goes_on_with_the_open_test_and_its_answers()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        var answers = KnownAnswers.AllRight(attempt);
        (await learner.SaveAsync(attempt, answers)).With(HttpStatusCode.NoContent);

        var again = (await learner.StartAsync("basis")).With(HttpStatusCode.OK).Json;

        Assert.Equal(attempt["questions"]!.ToJsonString(), again["questions"]!.ToJsonString());
        Assert.Equal(attempt.Text("attemptId"), again.Text("attemptId"));
        Assert.Equal(attempt.Text("expiresAt"), again.Text("expiresAt"));
        Assert.Equal(Sorted(answers), Sorted(again));
        Assert.Equal(attempt.Text("attemptId"), (await learner.ProgressAsync("basis")).Text("openAttemptId"));
    }

    [Fact]
    public async Task Two_devices_that_start_at_once_get_one_test()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        await learner.GoThroughAsync("basis");

        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => learner.StartAsync("basis")));

        Assert.Single(replies.Select(reply => reply.Json.Text("attemptId")).Distinct());
        Assert.All(replies, reply => Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.Created, reply.ToString()));
    }

    [Fact]
    public async Task An_answer_to_a_question_that_was_not_asked_or_by_no_option_of_it_is_refused()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        var asked = attempt["questions"]!.AsArray()[0]!.AsObject().Text("questionId");
        (JsonObject Answer, string Field)[] wrong =
        [
            (KnownAnswers.Answer("labour-rights-q01", "a"), "answers[1].questionId"),
            (KnownAnswers.Answer("no-such-question", "a"), "answers[1].questionId"),
            (KnownAnswers.Answer(asked, "z"), "answers[1].optionIds"),
            (KnownAnswers.Answer(asked, "a", "no-such-option"), "answers[1].optionIds"),
        ];

        foreach (var (answer, field) in wrong)
        {
            var body = new JsonObject { ["answers"] = new JsonArray(KnownAnswers.Answer(asked, "a"), answer) };
            Assert.Equal([field], (await learner.SaveAsync(attempt, body)).WrongFields());
            Assert.Equal([field], (await learner.SubmitAsync(attempt, body)).WrongFields());
        }

        Assert.Empty((await learner.StartAsync("basis")).With(HttpStatusCode.OK).Json["answers"]!.AsArray());
    }

    [Fact]
    public async Task Answers_are_laid_over_those_before_and_an_empty_one_takes_back()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        var ids = attempt["questions"]!.AsArray().Select(question => question!.AsObject().Text("questionId")).ToList();
        async Task SaveAsync(params JsonNode[] answers) => (await learner.SaveAsync(attempt, new JsonObject { ["answers"] = new JsonArray(answers) })).With(HttpStatusCode.NoContent);

        await SaveAsync(KnownAnswers.Answer(ids[0], "a"), KnownAnswers.Answer(ids[1], "a"), KnownAnswers.Answer(ids[2], "a"));
        await SaveAsync(KnownAnswers.Answer(ids[1], "b"), KnownAnswers.Answer(ids[2]));
        await SaveAsync();

        var saved = (await learner.StartAsync("basis")).Json["answers"]!.AsArray().ToDictionary(answer => answer!.AsObject().Text("questionId"), answer => answer!.AsObject().Texts("optionIds"));
        Assert.Equal(["a"], saved[ids[0]]);
        Assert.Equal(["b"], saved[ids[1]]);
        Assert.Empty(saved.GetValueOrDefault(ids[2], []));
    }

    [Fact]
    public async Task What_two_devices_save_at_once_is_all_kept()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        var answers = KnownAnswers.AllRight(attempt)["answers"]!.AsArray().Select(answer => answer!.DeepClone()).ToList();

        var replies = await Task.WhenAll(answers.Chunk(3).Select(part => learner.SaveAsync(attempt, new JsonObject { ["answers"] = new JsonArray(part) })));

        Assert.All(replies, reply => reply.With(HttpStatusCode.NoContent));
        Assert.Equal(Sorted(KnownAnswers.AllRight(attempt)), Sorted((await learner.StartAsync("basis")).With(HttpStatusCode.OK).Json));
        Assert.Equal(100, (await learner.SubmitAsync(attempt)).With(HttpStatusCode.OK).Json["score"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_was_saved_counts_where_the_submission_says_nothing()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        (await learner.SaveAsync(attempt, KnownAnswers.AllRight(attempt))).With(HttpStatusCode.NoContent);

        var result = (await learner.SubmitAsync(attempt)).With(HttpStatusCode.OK).Json;

        Assert.True(result["passed"]!.GetValue<bool>());
        Assert.Equal(100, result["score"]!.GetValue<int>());
    }

    [Fact]
    public async Task Submitting_again_gives_the_first_result_whatever_it_says_and_nothing_can_be_saved_any_more()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        var first = (await learner.SubmitAsync(attempt, KnownAnswers.AllWrong(attempt))).With(HttpStatusCode.OK);
        var before = await learner.EverythingAsync();

        var second = (await learner.SubmitAsync(attempt, KnownAnswers.AllRight(attempt))).With(HttpStatusCode.OK);
        var third = (await learner.SubmitAsync(attempt)).With(HttpStatusCode.OK);
        (await learner.SaveAsync(attempt, KnownAnswers.AllRight(attempt))).Problem(HttpStatusCode.Conflict, "inburgering:attemptClosed");

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(first.Text, third.Text);
        Assert.Equal(before, await learner.EverythingAsync());
    }

    [Fact]
    public async Task Submitting_from_five_devices_at_once_grades_once()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => learner.SubmitAsync(attempt, i % 2 == 0 ? KnownAnswers.AllRight(attempt) : KnownAnswers.AllWrong(attempt))));

        Assert.Single(replies.Select(reply => reply.With(HttpStatusCode.OK).Text).Distinct());
        var progress = await learner.ProgressAsync("basis");
        Assert.Equal(replies[0].Json["passed"]!.GetValue<bool>() ? "passed" : "inProgress", progress.Text("status"));
        Assert.True((progress["failedAttempts"]?.GetValue<int>() ?? 0) <= 1);
    }

    [Fact]
    public async Task After_a_fail_the_part_is_redone_before_the_next_test()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var sections = await learner.SectionsAsync("basis");
        var failed = await learner.OpenAttemptAsync();
        var result = (await learner.SubmitAsync(failed, KnownAnswers.AllWrong(failed))).With(HttpStatusCode.OK).Json;
        Assert.False(result["passed"]!.GetValue<bool>());
        Assert.Equal(0, result["score"]!.GetValue<int>());
        Assert.Equal(70, result["passMark"]!.GetValue<int>());
        Assert.NotEmpty(result.Texts("topicsToStudy"));

        var progress = await learner.ProgressAsync("basis");
        Assert.Equal("inProgress", progress.Text("status"));
        Assert.Equal(0, progress["percent"]!.GetValue<int>());
        Assert.Equal(sections, progress.Texts("sectionsToRedo"));
        Assert.Equal(result.Texts("topicsToStudy"), progress.Texts("topicsToStudy"));
        (await learner.StartAsync("basis")).Problem(HttpStatusCode.Conflict, "inburgering:sectionsNotCompleted");

        await learner.PassAsync("basis");

        progress = await learner.ProgressAsync("basis");
        Assert.Equal("passed", progress.Text("status"));
        Assert.Equal("2026-03-02", progress.Text("passedOn"));
        Assert.False(progress.ContainsKey("sectionsToRedo"));
        (await learner.StartAsync("basis")).Problem(HttpStatusCode.Conflict, "inburgering:alreadyPassed");
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task The_pass_mark_is_seventy_percent_of_ten_questions(int wrong, bool passes)
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        var right = KnownAnswers.AllRight(attempt)["answers"]!.AsArray();
        Assert.Equal(10, right.Count);

        // A question left out counts as wrong.
        var result = (await learner.SubmitAsync(attempt, new JsonObject { ["answers"] = new JsonArray([.. right.Skip(wrong).Select(answer => answer!.DeepClone())]) })).With(HttpStatusCode.OK).Json;

        Assert.Equal(passes, result["passed"]!.GetValue<bool>());
        Assert.Equal(100 * (10 - wrong) / 10, result["score"]!.GetValue<int>());
        Assert.Equal(passes, result.Texts("topicsToStudy").Count == 0);
    }

    [Fact]
    public async Task One_option_too_many_is_wrong()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        var everything = new JsonObject
        {
            ["answers"] = new JsonArray([.. attempt["questions"]!.AsArray().Select(question => question!.AsObject()).Select(question =>
                KnownAnswers.Answer(question.Text("questionId"), [.. question["options"]!.AsArray().Select(option => option!.AsObject().Text("optionId"))]))]),
        };

        var result = (await learner.SubmitAsync(attempt, everything)).With(HttpStatusCode.OK).Json;

        Assert.Equal(0, result["score"]!.GetValue<int>());
    }

    [Fact]
    public async Task On_another_device_one_goes_on_with_the_open_test_as_it_stands()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        (await learner.SaveAsync(attempt, KnownAnswers.AllRight(attempt))).With(HttpStatusCode.NoContent);

        var there = (await ReadAsync(learner, (await learner.ProgressAsync("basis")).Text("openAttemptId"))).With(HttpStatusCode.OK);

        Assert.Equal(attempt["questions"]!.ToJsonString(), there.Json["questions"]!.ToJsonString());
        Assert.Equal(attempt.Text("expiresAt"), there.Json.Text("expiresAt"));
        Assert.Equal(Sorted(KnownAnswers.AllRight(attempt)), Sorted(there.Json));
        Assert.Equal(attempt.Text("language"), there.ContentLanguage);
    }

    [Fact]
    public async Task A_closed_test_shows_its_result_by_topic_and_at_each_question_what_was_right_and_why()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        var answers = KnownAnswers.AllRight(attempt)["answers"]!.AsArray();
        var result = (await learner.SubmitAsync(attempt, new JsonObject { ["answers"] = new JsonArray([.. answers.Skip(5).Select(answer => answer!.DeepClone())]) })).With(HttpStatusCode.OK).Json;

        var closed = (await ReadAsync(learner, attempt.Text("attemptId"))).With(HttpStatusCode.OK).Json;

        Assert.Equal(result["topics"]!.ToJsonString(), closed["topics"]!.ToJsonString());
        var topics = closed["topics"]!.AsArray().Select(topic => topic!.AsObject()).ToList();
        Assert.Equal((10, 5), (topics.Sum(topic => topic["asked"]!.GetValue<int>()), topics.Sum(topic => topic["right"]!.GetValue<int>())));
        Assert.All(topics, topic => Assert.NotEmpty(topic.Text("name")));
        Assert.Equal(closed.Texts("topicsToStudy"), topics.Where(topic => topic["right"]!.GetValue<int>() < topic["asked"]!.GetValue<int>()).Select(topic => topic.Text("topic")));
        Assert.All(topics, topic => Assert.Equal(topic["right"]!.GetValue<int>() == topic["asked"]!.GetValue<int>(), topic.Texts("sectionsToStudy").Count == 0));

        var review = closed["review"]!.AsArray().Select(question => question!.AsObject()).ToList();
        Assert.Equal(attempt["questions"]!.AsArray().Select(question => question!.AsObject().Text("questionId")), review.Select(question => question.Text("questionId")));
        Assert.Equal(5, review.Count(question => question["correct"]!.GetValue<bool>()));
        Assert.All(review, question =>
        {
            Assert.NotEmpty(question.Text("explanation"));
            Assert.All(question["options"]!.AsArray(), option =>
                Assert.Equal(KnownAnswers.IsRight(question.Text("questionId"), option!.AsObject().Text("optionId")), option["correct"]!.GetValue<bool>()));
        });
    }

    private static IEnumerable<string> Sorted(JsonObject answers) =>
        answers["answers"]!.AsArray().Select(answer => $"{answer!.AsObject().Text("questionId")}: {string.Join(',', answer.AsObject().Texts("optionIds").Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal);

    private Task<Reply> ReadAsync(Learner learner, string attemptId) => shared.Api.GetAsync($"/api/v1/me/attempts/{attemptId}", learner.Token);
}
