using Inburgering.Certificates;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Storage;
using Inburgering.Testing;

namespace Inburgering.Shared.Tests.Testing;

public sealed class TestTakingTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task A_failed_test_asks_for_the_part_again_and_then_lets_one_pass()
    {
        var (world, personId) = await GrantedAsync();

        var failed = await world.TakeTestAsync(personId, "basis", pass: false);
        Assert.False(failed.Result!.Passed);
        Assert.NotEmpty(failed.Result.TopicsToStudy);
        Assert.Equal("sectionsNotCompleted", (await StartAsync(world, personId)).Refusal!.Code);

        var passed = await world.TakeTestAsync(personId, "basis", pass: true);
        Assert.True(passed.Result!.Passed);
        var progress = (await world.FileAsync(personId)).Progress("basis");
        Assert.Equal((1, passed.AttemptId), (progress.FailedAttempts, progress.PassedAttemptId));
        Assert.Equal("alreadyPassed", (await StartAsync(world, personId)).Refusal!.Code);
    }

    [Fact]
    public async Task A_test_is_closed_until_every_section_was_gone_through()
    {
        var (world, personId) = await GrantedAsync();

        Assert.Equal("sectionsNotCompleted", (await StartAsync(world, personId)).Refusal!.Code);
    }

    [Fact]
    public async Task Starting_again_goes_on_with_the_attempt_that_is_open()
    {
        var (world, personId) = await ReadyAsync();
        var first = (await StartAsync(world, personId)).Value!;

        var again = (await StartAsync(world.Another(), personId)).Value!;

        Assert.Equal(first.AttemptId, again.AttemptId);
        Assert.Single(await world.Get<PersonStore>().AttemptsAsync(personId, CancellationToken.None));
    }

    [Fact]
    public async Task An_open_attempt_of_somebody_who_became_excluded_takes_no_answers_and_is_not_graded()
    {
        var (world, personId) = await ReadyAsync();
        var attempt = (await StartAsync(world, personId)).Value!;
        await world.TakeAllAsync(Incoming.Granted(Person, version: 2, category: "seasonal"));
        var tests = world.Get<TestTaking>();

        var refusals = new[]
        {
            (await tests.SaveAsync(personId, attempt.AttemptId, World.Answers(attempt, right: true), CancellationToken.None)).Refusal,
            (await tests.SubmitAsync(personId, attempt.AttemptId, World.Answers(attempt, right: true), CancellationToken.None)).Refusal,
            (await tests.SubmitAsync(personId, attempt.AttemptId, null, CancellationToken.None)).Refusal,
            (await StartAsync(world, personId)).Refusal,
        };

        Assert.All(refusals, refusal => Assert.Equal((RefusalKind.Forbidden, "accessClosed"), (refusal!.Kind, refusal.Code)));
        Assert.True((await world.Get<PersonStore>().FindAttemptAsync(personId, attempt.AttemptId, CancellationToken.None))!.Attempt.IsOpen);

        await world.TakeAllAsync(Incoming.Granted(Person, version: 3));
        Assert.True((await tests.SubmitAsync(personId, attempt.AttemptId, World.Answers(attempt, right: true), CancellationToken.None)).Value!.Result.Result!.Passed);
    }

    [Fact]
    public async Task Two_devices_that_start_at_once_have_one_attempt()
    {
        foreach (var _ in Enumerable.Range(0, 6))
        {
            var (world, personId) = await ReadyAsync();

            var answers = await World.AtOnceAsync(() => StartAsync(world, personId), () => StartAsync(world.Another(), personId));

            Assert.Single(answers.Select(answer => answer.Value!.AttemptId).Distinct());
            Assert.Single(await world.Get<PersonStore>().AttemptsAsync(personId, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Submitting_again_answers_the_same()
    {
        var (world, personId) = await ReadyAsync();
        var attempt = (await StartAsync(world, personId)).Value!;
        var first = await SubmitAsync(world, personId, attempt.AttemptId, World.Answers(attempt, right: false));

        var again = await SubmitAsync(world, personId, attempt.AttemptId, World.Answers(attempt, right: true));

        Assert.Equal(first.Value!.Result.Result!.ScorePercent, again.Value!.Result.Result!.ScorePercent);
        Assert.Equal(1, (await world.FileAsync(personId)).Progress("basis").FailedAttempts);
    }

    [Fact]
    public async Task Submitting_twice_at_once_counts_once()
    {
        foreach (var _ in Enumerable.Range(0, 6))
        {
            var (world, personId) = await ReadyAsync();
            var attempt = (await StartAsync(world, personId)).Value!;
            var wrong = World.Answers(attempt, right: false);

            await World.AtOnceAsync(() => SubmitAsync(world, personId, attempt.AttemptId, wrong), () => SubmitAsync(world.Another(), personId, attempt.AttemptId, wrong));

            Assert.Equal(1, (await world.FileAsync(personId)).Progress("basis").FailedAttempts);
            Assert.Single(await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None), line => line.Action == "testFailed");
        }
    }

    [Fact]
    public async Task Answers_are_kept_while_the_test_is_open_and_graded_without_being_sent_again()
    {
        var (world, personId) = await ReadyAsync();
        var attempt = (await StartAsync(world, personId)).Value!;
        foreach (var answer in World.Answers(attempt, right: true))
        {
            Assert.Null((await SaveAsync(world, personId, attempt.AttemptId, [answer])).Refusal);
        }

        Assert.True((await SubmitAsync(world, personId, attempt.AttemptId, null)).Value!.Result.Result!.Passed);
    }

    [Fact]
    public async Task Answers_that_two_devices_keep_at_once_all_count()
    {
        var (world, personId) = await ReadyAsync();
        var attempt = (await StartAsync(world, personId)).Value!;

        await World.AtOnceAsync([.. World.Answers(attempt, right: true).Select(answer => (Func<Task>)(() => SaveAsync(world.Another(), personId, attempt.AttemptId, [answer])))]);

        Assert.Equal(attempt.Questions.Count, (await world.Get<PersonStore>().FindAttemptAsync(personId, attempt.AttemptId, CancellationToken.None))!.Attempt.Answers.Count);
    }

    [Fact]
    public async Task After_its_time_only_what_was_kept_counts()
    {
        var (world, personId) = await ReadyAsync();
        var attempt = (await StartAsync(world, personId)).Value!;
        world.Clock.MoveTo(attempt.ExpiresAt);

        Assert.Equal("attemptClosed", (await SaveAsync(world, personId, attempt.AttemptId, World.Answers(attempt, right: true))).Refusal!.Code);
        var result = (await SubmitAsync(world, personId, attempt.AttemptId, World.Answers(attempt, right: true))).Value!.Result.Result!;

        Assert.Equal((0, false, attempt.ExpiresAt), (result.ScorePercent, result.Passed, result.ClosedAt));
    }

    [Fact]
    public async Task In_its_last_moment_an_attempt_still_counts()
    {
        var (world, personId) = await ReadyAsync();
        var attempt = (await StartAsync(world, personId)).Value!;
        world.Clock.MoveTo(attempt.ExpiresAt.AddTicks(-1));

        Assert.True((await SubmitAsync(world, personId, attempt.AttemptId, World.Answers(attempt, right: true))).Value!.Result.Result!.Passed);
    }

    [Fact]
    public async Task Starting_after_the_time_of_an_attempt_grades_what_was_kept()
    {
        var (world, personId) = await ReadyAsync();
        var attempt = (await StartAsync(world, personId)).Value!;
        await SaveAsync(world, personId, attempt.AttemptId, World.Answers(attempt, right: true));
        world.Clock.MoveTo(attempt.ExpiresAt.AddDays(3));

        Assert.Equal("alreadyPassed", (await StartAsync(world, personId)).Refusal!.Code);
        Assert.Equal("2026-03-02", (await world.FileAsync(personId)).Progress("basis").PassedOn!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Answers_to_what_was_not_asked_are_refused_by_their_field()
    {
        var (world, personId) = await ReadyAsync();
        var attempt = (await StartAsync(world, personId)).Value!;
        var good = World.Answers(attempt, right: true)[0];

        Assert.Equal("answers[1].questionId", (await SaveAsync(world, personId, attempt.AttemptId, [good, new GivenAnswer("gone", [])])).Refusal!.Field);
        Assert.Equal("answers[0].optionIds", (await SubmitAsync(world, personId, attempt.AttemptId, [good with { OptionIds = ["gone"] }])).Refusal!.Field);
        Assert.Empty((await world.Get<PersonStore>().FindAttemptAsync(personId, attempt.AttemptId, CancellationToken.None))!.Attempt.Answers);
    }

    [Fact]
    public async Task Somebody_elses_attempt_is_not_found()
    {
        var (world, personId) = await ReadyAsync();
        var attempt = (await StartAsync(world, personId)).Value!;
        await world.TakeAllAsync(Incoming.Granted(new Somebody(2)));
        var otherId = await world.HolderAsync(new Somebody(2).PermitNumber);

        Assert.Equal(RefusalKind.NotFound, (await SaveAsync(world, otherId, attempt.AttemptId, [])).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await SubmitAsync(world, otherId, attempt.AttemptId, null)).Refusal!.Kind);
    }

    [Fact]
    public async Task Passing_all_compulsory_modules_gives_one_certificate_that_anyone_can_check()
    {
        var (world, personId) = await GrantedAsync();
        await world.TakeTestAsync(personId, "basis", pass: true);
        await world.TakeTestAsync(personId, "rights-duties", pass: true);
        Assert.Null((await world.FileAsync(personId)).Certificate);

        await world.TakeTestAsync(personId, "labour-rights", pass: true);

        var certificate = (await world.FileAsync(personId)).Certificate!;
        Assert.Equal(("Ayşe Yılmaz", "2026-03-02"), (certificate.HolderName, certificate.IssuedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(TestPolicy.Current.CompulsoryModules, certificate.Modules);
        Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$", certificate.VerificationCode);
        Assert.NotNull(await FindAsync(world, certificate.VerificationCode));
        Assert.NotNull(await FindAsync(world, certificate.VerificationCode.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
        Assert.Null(await FindAsync(world, "0000-0000-0000-0000"));
        Assert.Null(await FindAsync(world, ""));
    }

    [Fact]
    public async Task A_certificate_whose_issue_crashed_after_its_code_was_claimed_does_not_verify_until_it_is_issued()
    {
        var (world, personId) = await GrantedAsync();
        await world.TakeTestAsync(personId, "basis", pass: true);
        await world.TakeTestAsync(personId, "rights-duties", pass: true);
        await world.CompleteSectionsAsync(personId, "labour-rights");
        var attempt = (await world.Get<TestTaking>().StartAsync(personId, "labour-rights", null, null, CancellationToken.None)).Value!;
        var requests = new StorageRequests();
        requests.Before = (request, _) => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? Task.FromException(new CrashException()) : Task.CompletedTask;

        await Assert.ThrowsAsync<CrashException>(() => SubmitAsync(world.Another(requests), personId, attempt.AttemptId, World.Answers(attempt, right: true)));
        Assert.Null((await world.FileAsync(personId)).Certificate);
        await SubmitAsync(world, personId, attempt.AttemptId, World.Answers(attempt, right: true));

        Assert.NotNull(await FindAsync(world, (await world.FileAsync(personId)).Certificate!.VerificationCode));
    }

    [Fact]
    public async Task Access_that_was_closed_meanwhile_lets_no_new_test_start()
    {
        var (world, personId) = await ReadyAsync();
        await world.TakeAllAsync(Incoming.Granted(Person, version: 2, category: "seasonal"));

        Assert.Equal("accessClosed", (await StartAsync(world, personId)).Refusal!.Code);
    }

    private async Task<(World World, string PersonId)> GrantedAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person));
        return (world, await world.HolderAsync(Person.PermitNumber));
    }

    private async Task<(World World, string PersonId)> ReadyAsync()
    {
        var (world, personId) = await GrantedAsync();
        await world.CompleteSectionsAsync(personId, "basis");
        return (world, personId);
    }

    private static Task<Answer<Attempt>> StartAsync(World world, string personId) => world.Get<TestTaking>().StartAsync(personId, "basis", null, null, CancellationToken.None);

    private static Task<Answer<Attempt>> SaveAsync(World world, string personId, string attemptId, IReadOnlyList<GivenAnswer> answers) =>
        world.Get<TestTaking>().SaveAsync(personId, attemptId, answers, CancellationToken.None);

    private static Task<Answer<Outcome<Attempt>>> SubmitAsync(World world, string personId, string attemptId, IReadOnlyList<GivenAnswer>? answers) =>
        world.Get<TestTaking>().SubmitAsync(personId, attemptId, answers, CancellationToken.None);

    private static async Task<Certificate?> FindAsync(World world, string code) => (await world.Get<CertificateVerification>().FindAsync(code, CancellationToken.None))?.Certificate;
}
