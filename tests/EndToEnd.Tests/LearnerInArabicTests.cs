using System.Net;
using System.Text;
using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>The whole way of a learner who reads Arabic, through the public doors: from the permit to the certificate that anyone checks.</summary>
public sealed class LearnerInArabicTests
{
    private const string Arabic = "ar";

    [Fact]
    public async Task From_the_permit_to_the_certificate()
    {
        await using var app = await RunningApp.StartAsync();
        var answers = new KnownAnswers(Repository.Modules);
        var now = await app.Doors.Clock.NowAsync();
        var who = Newcomer.Invent("Yasmin", "al-Khatib", "SY", Arabic);
        var (permit, learner) = (IncomingMessages.InventPermitNumber(now), new LearnerDoor(app.Doors));

        // The invitation goes out in Arabic, and its code opens the account.
        await app.Doors.Messages.SendAsync(MessageDoor.Permits, IncomingMessages.PermitGranted(now, permit, who));
        await app.Doors.Clock.LetSettleAsync();
        var invitation = (await app.Doors.Messages.SentAsync("notifications")).Single(sent => sent.Type == "invitation.requested" && sent.Text("email") == who.Email);
        Assert.Equal(Arabic, invitation.Text("language"));
        (await learner.ActivateAsync(invitation.Required("activationCode"), who.BirthDate)).OrThrow();

        // Modules, recommendations and their reasons come in Arabic where it is there, and say what they are in where it is not.
        var modules = (await app.Doors.GetAsync("api/v1/modules", learner.Account)).OrThrow().Json.GetProperty("items").EnumerateArray().ToList();
        Assert.All(modules.Take(3), module => Assert.Equal(Arabic, module.GetProperty("language").GetString()));
        Assert.All(modules.Skip(3), module => Assert.Equal("en", module.GetProperty("language").GetString()));
        var recommended = (await app.Doors.GetAsync("api/v1/me/modules", learner.Account)).OrThrow().Json.GetProperty("items").EnumerateArray()
            .Where(module => module.TryGetProperty("recommendedBecause", out _)).ToDictionary(module => module.GetProperty("moduleId").GetString()!);
        Assert.All(recommended.Values, module => Assert.False(module.GetProperty("compulsory").GetBoolean()));
        Assert.True(IsArabic(recommended["work-floor"].GetProperty("recommendedBecause")[0].GetProperty("text").GetString()!));

        // She practises first; the sample test counts for nothing.
        var sample = (await app.Doors.GetAsync("api/v1/modules/basis/sample-test", learner.Account, accept: null)).OrThrow().Json;
        Assert.Equal("en", sample.GetProperty("language").GetString());
        sample = (await app.Doors.GetAsync("api/v1/modules/basis/sample-test?language=ar", learner.Account)).OrThrow().Json;
        Assert.All(sample.GetProperty("questions").EnumerateArray(), question => Assert.True(IsArabic(question.GetProperty("text").GetString()!)));
        Assert.Equal("notStarted", (await learner.ProgressAsync()).Single(module => module.ModuleId == "basis").Status);

        // She fails once: result and explanations in Arabic, and the part opens again.
        await GoThroughAsync(app, learner, "basis");
        var first = await learner.StartAttemptAsync("basis");
        Assert.All(first.Questions, question => Assert.True(IsArabic(question.Text) && IsArabic(string.Join(' ', question.Options.Select(option => option.Text))), question.Text));
        Assert.False((await learner.SubmitAsync(first.AttemptId, answers.Wrong("basis", first))).Passed);
        var review = (await app.Doors.GetAsync($"api/v1/me/attempts/{first.AttemptId}", learner.Account)).OrThrow().Json;
        Assert.All(review.GetProperty("review").EnumerateArray(), question => Assert.True(IsArabic(question.GetProperty("explanation").GetString()!)));
        Assert.All(review.GetProperty("topics").EnumerateArray(), topic => Assert.True(IsArabic(topic.GetProperty("name").GetString()!)));
        Assert.Equal(HttpStatusCode.Conflict, (await learner.TryStartAttemptAsync("basis")).Status);

        // She begins on one device, goes on on another, which finds the open test, and passes all three.
        foreach (var moduleId in Student.CompulsoryModules)
        {
            await GoThroughAsync(app, learner, moduleId);
            var attempt = await learner.StartAttemptAsync(moduleId);
            await learner.SaveAsync(attempt.AttemptId, answers.Right(moduleId, attempt));
            var elsewhere = (await app.Doors.GetAsync($"api/v1/me/attempts/{attempt.AttemptId}", learner.Account)).OrThrow().Json;
            Assert.Equal(attempt.Questions.Count, elsewhere.GetProperty("answers").GetArrayLength());
            Assert.True((await learner.SubmitAsync(attempt.AttemptId)).Passed);
        }

        // The certificate, on paper and for whoever checks it without signing in.
        var certificate = (await learner.CertificateAsync())!;
        Assert.Equal(who.Name, certificate.HolderName);
        Assert.True((await learner.CertificatePdfAsync()).IsPdf);
        var check = (await app.Doors.GetAsync($"api/v1/certificates/{certificate.VerificationCode}")).As<CertificateCheck>();
        Assert.Equal(("valid", who.Name), (check.Status, check.HolderName));

        // She registers in Ghent: a confirmation in her language and no duty; DWEWIS hears that it is fulfilled.
        await app.Doors.Messages.SendAsync(MessageDoor.Registrations, IncomingMessages.Registered(now, who, IncomingMessages.Ghent, await app.Doors.Clock.TodayAsync(), permitNumber: permit));
        await app.Doors.Clock.LetSettleAsync();
        Assert.Equal("fulfilled", (await learner.MeAsync()).Obligation.Status);
        var letter = Assert.Single(await learner.LettersAsync());
        Assert.True((await learner.LetterPdfAsync(letter.LetterId)).IsPdf);
        Assert.Equal("fulfilled", (await app.Doors.ComplianceAsync(new { permitNumber = permit })).Status);
    }

    private static async Task GoThroughAsync(RunningApp app, LearnerDoor learner, string moduleId)
    {
        // Without asking for a language: it is hers.
        var content = (await app.Doors.GetAsync($"api/v1/modules/{moduleId}", learner.Account)).OrThrow().Json;
        Assert.Equal(Arabic, content.GetProperty("language").GetString());
        foreach (var section in content.GetProperty("sections").EnumerateArray())
        {
            Assert.True(IsArabic(section.GetProperty("markdown").GetString()!), section.GetProperty("sectionId").GetString());
            await learner.CompleteAsync(moduleId, section.GetProperty("sectionId").GetString()!);
        }
    }

    /// <summary>Whether a text is written in Arabic: a third of its letters at least, for Dutch words stand in it as one meets them.</summary>
    private static bool IsArabic(string text)
    {
        var letters = text.EnumerateRunes().Where(Rune.IsLetter).ToList();
        return 3 * letters.Count(letter => letter.Value is >= 0x0600 and <= 0x06FF) >= letters.Count;
    }
}
