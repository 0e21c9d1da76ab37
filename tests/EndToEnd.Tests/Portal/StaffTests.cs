using System.Globalization;
using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>An officer's day, and the hand-over of a case to enforcement, in a real browser with the clock moved between.</summary>
public sealed class StaffTests(Browser browser)
{
    [Fact]
    public async Task A_case_officer_postpones_and_later_confirms_and_an_enforcement_officer_reports()
    {
        await using var app = await RunningApp.StartAsync();
        var doors = app.Doors;
        var resident = await Resident.InGhentAsync(doors);
        var letter = (await resident.LetterAsync()).Required("letterId");
        var posted = await doors.Clock.TodayAsync();
        await resident.SendAsync(MessageDoor.LetterReceipts, IncomingMessages.Posted(await doors.Clock.NowAsync(), letter, posted));
        var received = (await resident.MeOnceAsync("running")).Obligation;

        await using (var officer = await SignedInAsync(app, "case-officer", "officer-1", "amal"))
        {
            var page = officer.Page;
            await officer.LookAsync("nl-cases");
            await page.Locator("form input").First.FillAsync(resident.Who.NationalNumber);
            await page.Locator("form button[type=submit]").ClickAsync();
            await page.Locator("[role=status] table a").First.ClickAsync();
            await Assertions.Expect(officer.Heading).ToContainTextAsync(resident.Who.FamilyName);
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Hoe de uiterste dag berekend is");
            Assert.DoesNotContain(resident.Who.NationalNumber, page.Url, StringComparison.Ordinal);
            await officer.LookAsync("nl-case");

            var act = page.Locator("details.act").Filter(new LocatorFilterOptions { HasText = "Uitstel geven" });
            await act.Locator("summary").ClickAsync();
            await act.Locator("select").SelectOptionAsync(new SelectOptionValue { Index = 1 });
            await act.Locator("input[type=date]").Nth(0).FillAsync(posted.AddDays(30).ToString("O", CultureInfo.InvariantCulture));
            await act.Locator("input[type=date]").Nth(1).FillAsync(posted.AddDays(59).ToString("O", CultureInfo.InvariantCulture));
            await act.Locator("textarea").FillAsync("Medisch attest, gezien.");
            await act.Locator("button[type=submit]").ClickAsync();
            await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("De uiterste dag schuift op");
            await page.Locator("dialog button").First.ClickAsync();
            await Assertions.Expect(act.Locator("[role=status]")).ToHaveTextAsync("Gedaan.");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Vroegere termijnen");
        }

        var postponed = (await resident.Learner.MeAsync()).Obligation.DeadlineOn!.Value;
        Assert.True(postponed >= received.DeadlineOn!.Value.AddDays(30));
        await doors.Clock.MoveToAsync(postponed.AddDays(2), new TimeOnly(9, 0));

        await using (var officer = await SignedInAsync(app, "case-officer", "officer-1", "amal"))
        {
            var page = officer.Page;
            await page.Locator(".filters select").Nth(2).SelectOptionAsync("breachToConfirm");
            await page.Locator("tbody a").First.ClickAsync();
            var act = page.Locator("details.act").Filter(new LocatorFilterOptions { HasText = "Inbreuk bevestigen" });
            await act.Locator("summary").ClickAsync();
            await officer.LookAsync("nl-confirm");
            await act.Locator("textarea").FillAsync("Gehoord; geen grond voor uitstel bekend.");
            await act.Locator("button[type=submit]").ClickAsync();
            await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("kan niet teruggenomen worden");
            await page.Locator("dialog button").First.ClickAsync();
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Overgedragen aan de handhaving");
        }

        await doors.Clock.LetSettleAsync();
        await using var enforcement = await SignedInAsync(app, "enforcement-officer", "abb-1", "");
        await Assertions.Expect(enforcement.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await enforcement.LookAsync("nl-enforcement-cases");
        await enforcement.Page.Locator("tbody a").First.ClickAsync();
        await Assertions.Expect(enforcement.Page.Locator("iframe.preview")).ToBeVisibleAsync();
        await enforcement.Page.Locator("form input[type=date]").FillAsync((await doors.Clock.TodayAsync()).ToString("O", CultureInfo.InvariantCulture));
        await enforcement.Page.Locator("form button[type=submit]").ClickAsync();
        await enforcement.Page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(enforcement.Page.Locator("main ol li")).ToContainTextAsync("geopend");

        await using var operations = await SignedInAsync(app, "operator", "operator-1", "");
        await Assertions.Expect(operations.Page.Locator(".box.good")).ToContainTextAsync("UP");
        await operations.LookAsync("nl-operations");
    }

    private async Task<PortalPage> SignedInAsync(RunningApp app, string role, string subject, string agency)
    {
        var portal = await browser.OpenAsync(app.Port, Device.Desktop, "nl");
        await portal.Page.GotoAsync("/");
        await portal.Page.GetByText("Aanmelden als medewerker").ClickAsync();
        await portal.SignInAsync(subject, role, agency);
        await Assertions.Expect(portal.Page.Locator(".menu button")).ToBeVisibleAsync();
        await Assertions.Expect(portal.Page.Locator(".waiting")).ToHaveCountAsync(0);
        return portal;
    }
}
