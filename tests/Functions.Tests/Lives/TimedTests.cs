using System.Net;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Lives;

/// <summary>What ends by time, each in an app of its own.</summary>
public sealed class TimedTests(SharedApp shared)
{
    [Fact]
    public async Task A_test_past_its_time_is_graded_on_what_was_saved_in_time()
    {
        await using var app = await shared.StartAppAsync();
        var (saver, idler) = (await Learner.AbroadAsync(app), await Learner.AbroadAsync(app));
        var (saved, empty) = (await saver.OpenAttemptAsync(), await idler.OpenAttemptAsync());
        (await saver.SaveAsync(saved, KnownAnswers.AllRight(saved))).With(HttpStatusCode.NoContent);
        await app.Clock.AdvanceAsync("PT60M");
        await saver.SignInAgainAsync();
        await idler.SignInAgainAsync();

        (await saver.SaveAsync(saved, KnownAnswers.AllWrong(saved))).Problem(HttpStatusCode.Conflict, "inburgering:attemptClosed");
        Assert.True((await saver.SubmitAsync(saved, KnownAnswers.AllWrong(saved))).With(HttpStatusCode.OK).Json["passed"]!.GetValue<bool>());
        Assert.False((await idler.SubmitAsync(empty, KnownAnswers.AllRight(empty))).With(HttpStatusCode.OK).Json["passed"]!.GetValue<bool>());
        (await idler.StartAsync("basis")).Problem(HttpStatusCode.Conflict, "inburgering:sectionsNotCompleted");
    }

    [Fact]
    public async Task A_code_serves_for_two_years()
    {
        await using var app = await shared.StartAppAsync();
        var (early, late) = (Person.Invent(), Person.Invent());
        await app.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(early));
        await app.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(late));
        var (earlyCode, lateCode) = (await Learner.InvitationCodeAsync(app, early), await Learner.InvitationCodeAsync(app, late));

        // 730 days after 2 March 2026 is 1 March 2028, the last day.
        await app.Clock.AdvanceToAsync(new DateTimeOffset(2028, 3, 1, 22, 0, 0, TimeSpan.Zero));
        await Learner.ActivateAsync(app, early, earlyCode);
        await app.Clock.AdvanceToAsync(new DateTimeOffset(2028, 3, 1, 23, 5, 0, TimeSpan.Zero));
        var token = await app.Api.FreshTokenAsync("learner", "too-late");
        (await app.Api.PostAsync("/api/v1/activations", Learner.Activation(lateCode, late.BirthDate), token)).Problem(HttpStatusCode.BadRequest, "inburgering:activationCodeInvalid");
    }
}
