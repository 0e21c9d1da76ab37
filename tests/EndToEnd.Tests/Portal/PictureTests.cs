using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>Pictures to be looked at by people. Made when they are asked for: <c>./test EndToEnd --explicit only --filter-class '*PictureTests'</c>.</summary>
public sealed class PictureTests(SharedApp shared, Browser browser)
{
    /// <summary>What a picture in the repository may weigh.</summary>
    private const long MostBytes = 100_000;

    private static readonly string InRepository = Path.Combine(Repository.Root, "docs", "pictures");

    /// <summary>Those of the README, in <c>docs/pictures</c>.</summary>
    [Fact(Explicit = true)]
    public async Task Those_of_the_readme()
    {
        await using var app = await RunningApp.StartAsync();
        var resident = await RunningAsync(app.Doors);
        await new Student(resident.Learner, new KnownAnswers(Repository.Modules), new Witness(new TestOutput()), "tr").GoThroughAndPassAsync("basis");
        foreach (var section in (await resident.Learner.ReadAsync("labour-rights", "en")).Sections)
        {
            await resident.Learner.CompleteAsync("labour-rights", section.SectionId);
        }

        await using (var learner = await browser.OpenAsync(app.Port, Device.Phone, "tr", app.Doors, resident.Learner.Account))
        {
            await learner.GoAsync("/");
            await TakeAsync(learner, "learner-home");
            await learner.GoAsync("/modules/rights-duties/women-and-men");
            await TakeAsync(learner, "learner-section");
            await learner.GoAsync("/modules/labour-rights/test");
            await learner.Onward.ClickAsync();
            await learner.Page.Locator(".option").First.ClickAsync();
            await TakeAsync(learner, "learner-test");
        }

        await using var officer = await browser.OpenAsync(app.Port, Device.Desktop, "nl", app.Doors, Account.CaseOfficer("amal"));
        await officer.Page.SetViewportSizeAsync(960, 640);
        await officer.GoAsync("/cases/" + (await resident.Learner.MeAsync()).Who.PersonId);
        await TakeAsync(officer, "officer-case");
    }

    /// <summary>Every page of a learner in every language at both sizes, in <c>artifacts/portal/all</c>.</summary>
    [Theory(Explicit = true)]
    [InlineData("nl")]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("tr")]
    [InlineData("ar")]
    public async Task Of_every_page(string language)
    {
        var doors = await shared.DoorsAsync();
        var resident = await RunningAsync(doors);
        var folder = Path.Combine(Repository.Root, "artifacts", "portal", "all");
        Directory.CreateDirectory(folder);
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Phone, language, doors, resident.Learner.Account);
        foreach (var path in PageTests.PathsOfLearners)
        {
            await portal.GoAsync(path);
            foreach (var (device, width) in ((string, int)[])[("phone", 390), ("desktop", 1280)])
            {
                await portal.Page.SetViewportSizeAsync(width, 844);
                await portal.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{path.Trim('/').Replace('/', '-')}-{language}-{device}.png"), FullPage = true });
            }
        }
    }

    private static async Task<Resident> RunningAsync(PublicDoors doors)
    {
        var resident = await Resident.InGhentAsync(doors);
        await resident.SendAsync(MessageDoor.LetterReceipts, IncomingMessages.Posted(await doors.Clock.NowAsync(), (await resident.LetterAsync()).Required("letterId"), await doors.Clock.TodayAsync()));
        await resident.MeOnceAsync("running");
        return resident;
    }

    private static async Task TakeAsync(PortalPage portal, string name)
    {
        Directory.CreateDirectory(InRepository);
        var picture = Path.Combine(InRepository, name + ".png");
        await portal.Page.ScreenshotAsync(new PageScreenshotOptions { Path = picture });
        Assert.InRange(new FileInfo(picture).Length, 1, MostBytes);
    }
}
