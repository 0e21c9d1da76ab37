using System.Globalization;
using System.Text.Json.Nodes;
using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>An officer's day, the hand-over of a case to enforcement and an operator's look, in a real browser with the clock moved between.</summary>
public sealed class StaffTests(SharedApp shared, Browser browser)
{
    private static readonly Account Operator = new("operator", "operator-1");

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

        await using (var officer = await SignedInAsync(app))
        {
            var page = officer.Page;
            await officer.LookAsync("officer-cases");
            await page.Locator("form input").First.FillAsync(resident.Who.NationalNumber);
            await page.Locator("form button[type=submit]").ClickAsync();
            await page.Locator("[role=status] table a").First.ClickAsync();
            await Assertions.Expect(officer.Heading).ToContainTextAsync(resident.Who.FamilyName);
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Hoe de uiterste dag berekend is");
            Assert.DoesNotContain(resident.Who.NationalNumber, page.Url, StringComparison.Ordinal);
            await officer.LookAsync("officer-case");

            var act = Act(page, "Uitstel geven");
            await act.Locator("summary").ClickAsync();
            await act.Locator("select").SelectOptionAsync(new SelectOptionValue { Index = 1 });
            await act.Locator("input[type=date]").Nth(0).FillAsync(Iso(posted.AddDays(30)));
            await act.Locator("input[type=date]").Nth(1).FillAsync(Iso(posted.AddDays(59)));
            await act.Locator("textarea").FillAsync("Medisch attest, gezien.");
            await act.Locator("button[type=submit]").ClickAsync();
            await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("De uiterste dag schuift op");
            await page.Locator("dialog button").First.ClickAsync();
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Gedaan: Uitstel geven.");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Vroegere termijnen");
        }

        var postponed = (await resident.Learner.MeAsync()).Obligation.DeadlineOn!.Value;
        Assert.True(postponed >= received.DeadlineOn!.Value.AddDays(30));
        await doors.Clock.MoveToAsync(postponed.AddDays(2), new TimeOnly(9, 0));

        await using (var officer = await SignedInAsync(app))
        {
            var page = officer.Page;
            await page.Locator(".filters select").Nth(2).SelectOptionAsync("breachToConfirm");
            await page.Locator("tbody a").First.ClickAsync();
            var act = Act(page, "Inbreuk bevestigen");
            await act.Locator("summary").ClickAsync();
            await Assertions.Expect(act).ToContainTextAsync("Er was 1 keer uitstel.");
            await act.GetByText("Dossier vooraf bekijken").ClickAsync();
            await Assertions.Expect(act.Locator(".dossier")).ToContainTextAsync("Medisch attest, gezien.");
            await officer.LookAsync("officer-confirm");
            await act.Locator("textarea").FillAsync("Gehoord; geen grond voor uitstel bekend.");
            await act.Locator("button[type=submit]").ClickAsync();
            await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("kan niet teruggenomen worden");
            await page.Locator("dialog button").First.ClickAsync();
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Overgedragen aan de handhaving");
        }

        await doors.Clock.LetSettleAsync();
        await using var enforcement = await browser.OpenAsync(app.Port, Device.Desktop, "nl", doors, new Account("enforcement-officer", "abb-1"));
        await enforcement.GoAsync("/");
        await Assertions.Expect(enforcement.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await enforcement.LookAsync("enforcement-cases");
        await enforcement.Page.Locator("tbody a").First.ClickAsync();
        await Assertions.Expect(enforcement.Page.Locator(".dossier")).ToContainTextAsync("Gehoord; geen grond voor uitstel bekend.");
        await enforcement.LookAsync("enforcement-case");
        await enforcement.Page.Locator("form input[type=date]").FillAsync(Iso(await doors.Clock.TodayAsync()));
        await enforcement.Page.Locator("form button[type=submit]").ClickAsync();
        await enforcement.Page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(enforcement.Page.Locator("main ol li")).ToContainTextAsync("geopend");
    }

    [Fact]
    public async Task Two_files_of_one_person_stand_side_by_side_and_are_joined_once_it_was_said_what_happens()
    {
        var doors = await shared.DoorsAsync();
        var name = await WaitingMatchAsync(doors);
        await using var officer = await OfficerAsync(doors);
        var page = officer.Page;
        await officer.GoAsync("/match-candidates");
        var match = page.Locator(".match").Filter(new LocatorFilterOptions { HasText = name });
        await Assertions.Expect(match.Locator("tr").Filter(new LocatorFilterOptions { HasText = "Familienaam" }).Locator(".outcome")).ToHaveTextAsync("gelijk");
        await officer.LookAsync("officer-matches");

        await match.GetByText("Twee personen").ClickAsync();
        await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("Beide dossiers blijven bestaan");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("dialog")).ToHaveCountAsync(0);
        await match.GetByText("Dezelfde persoon").ClickAsync();
        await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("niet ongedaan maken");
        await officer.LookAsync("officer-match-asked");
        await page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(match).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[role=status]").Nth(1)).ToContainTextAsync("de twee dossiers worden één");
    }

    [Fact]
    public async Task An_officers_main_way_needs_no_mouse()
    {
        var resident = await Resident.InGhentAsync(await shared.DoorsAsync());
        await using var officer = await OfficerAsync(resident.Doors);
        var (page, keyboard) = (officer.Page, officer.Page.Keyboard);
        await officer.GoAsync("/");
        await officer.TabToAsync(page.Locator("form input").First);
        await keyboard.TypeAsync(resident.Who.NationalNumber);
        await keyboard.PressAsync("Enter");
        var found = page.Locator("[role=status] table a").First;
        await Assertions.Expect(found).ToContainTextAsync(resident.Who.FamilyName);
        await officer.TabToAsync(found);
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(officer.Heading).ToBeFocusedAsync();
        await Assertions.Expect(officer.Heading).ToContainTextAsync(resident.Who.FamilyName);

        var act = Act(page, "Vrijstellen");
        await officer.TabToAsync(act.Locator("summary"));
        await keyboard.PressAsync("Enter");
        await officer.TabToAsync(act.Locator("select"));
        await keyboard.TypeAsync("Ernstige");
        await officer.TabToAsync(act.Locator("textarea"));
        await keyboard.TypeAsync("Attest van de arts, gezien.");
        await officer.TabToAsync(act.Locator("button[type=submit]"));
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("De verplichting vervalt");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Gedaan: Vrijstellen.");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Handelingen" })).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Vrijgesteld: Ernstige ziekte");
    }

    [Fact]
    public async Task An_operator_sees_that_all_is_well_what_was_refused_and_gives_it_to_its_queue_again_after_a_try()
    {
        var doors = await shared.DoorsAsync();
        var resident = await Resident.NewAsync(doors);
        var wrong = resident.Permit();
        ((JsonObject)wrong.Data)["category"] = "nonsense";
        await resident.SendAsync(MessageDoor.Permits, wrong);
        await doors.Clock.LetSettleAsync();
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Desktop, "nl", doors, Operator);
        var page = portal.Page;
        await portal.GoAsync("/");
        await Assertions.Expect(page.Locator(".box.good")).ToContainTextAsync("Alles werkt");
        await portal.LookAsync("operator-health");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Geweigerde berichten" }).ClickAsync();
        var row = page.Locator("tbody tr").Filter(new LocatorFilterOptions { HasText = "data.category must be one of" }).Last;
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator("textarea").FillAsync("DWEWIS zegt dat het klopt.");
        await page.GetByText("Proberen, zonder te sturen").ClickAsync();
        await Assertions.Expect(page.Locator(".box.calm [role=status]")).ToContainTextAsync("1 bericht wordt gestuurd. Er is nog niets gebeurd.");
        await portal.LookAsync("operator-dead-letters");
        await page.Locator(".box.calm").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Opnieuw aanbieden", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("Wat nog fout is, komt hier terug");
        await page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".box.good")).ToContainTextAsync("1 bericht opnieuw aangeboden");

        foreach (var (path, name) in ((string, string)[])[("/figures", "figures"), ("/questions", "questions"), ("/runs", "runs"), ("/matters", "matter")])
        {
            await portal.GoAsync(path);
            await portal.LookAsync("operator-" + name);
        }
    }

    [Fact]
    public async Task An_operator_counts_for_everybody_and_has_one_matter_planned_again()
    {
        var resident = await Resident.InGhentAsync(await shared.DoorsAsync());
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Desktop, "nl", resident.Doors, Operator);
        var page = portal.Page;
        await portal.GoAsync("/runs");
        var run = Act(page, "Dossierlijsten opnieuw opbouwen");
        await run.Locator("summary").ClickAsync();
        await run.Locator("select").SelectOptionAsync("try");
        await run.Locator("textarea").FillAsync("Een proef.");
        await run.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("Er wordt alleen geteld");
        await page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("Dossierlijsten opnieuw opbouwen (proef)");

        var personId = (await resident.Learner.MeAsync()).Who.PersonId;
        await portal.GoAsync("/matters?person=" + personId);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("brief onderweg");
        Assert.DoesNotContain(resident.Who.FamilyName, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        var wake = Act(page, "Opnieuw laten plannen");
        await wake.Locator("summary").ClickAsync();
        await wake.Locator("textarea").FillAsync("Er kwam niets.");
        await wake.Locator("button[type=submit]").ClickAsync();
        await page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("De zaak wordt opnieuw gepland.");
        await portal.LookAsync("operator-matter-found");
    }

    [Fact]
    public async Task A_certificate_is_taken_back_and_the_officer_is_told_before_what_that_does()
    {
        var resident = await Resident.AbroadAsync(await shared.DoorsAsync());
        var student = new Student(resident.Learner, new KnownAnswers(Repository.Modules), new Witness(new TestOutput()), "en");
        foreach (var moduleId in Student.CompulsoryModules)
        {
            await student.GoThroughAndPassAsync(moduleId);
        }

        await resident.SendAsync(MessageDoor.Registrations, resident.Registration());
        await resident.MeOnceAsync("fulfilled");
        var personId = (await resident.Learner.MeAsync()).Who.PersonId;
        var code = (await resident.Learner.CertificateAsync())!.VerificationCode;
        await using var officer = await OfficerAsync(resident.Doors);
        var page = officer.Page;
        await officer.GoAsync("/cases/" + personId);
        var act = Act(page, "Attest intrekken");
        await act.Locator("summary").ClickAsync();
        await act.GetByLabel("Leven in Vlaanderen").CheckAsync();
        await act.Locator("textarea").FillAsync("De test werd door iemand anders gemaakt.");
        await officer.LookAsync("officer-revoke");
        await act.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("dialog")).ToContainTextAsync("moet Leven in Vlaanderen opnieuw doen");
        await page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Ingetrokken op");

        await using var stranger = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Phone, "fr");
        await stranger.GoAsync("/certificates/" + code);
        await Assertions.Expect(stranger.Page.Locator(".box.problem")).ToContainTextAsync("retirée");
        await stranger.LookAsync("fr-revoked");
    }

    private static ILocator Act(IPage page, string title) => page.Locator("details.act").Filter(new LocatorFilterOptions { HasText = title }).First;

    private static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private async Task<PortalPage> OfficerAsync(PublicDoors doors) =>
        await browser.OpenAsync((await shared.AppAsync()).Port, Device.Desktop, "nl", doors, Account.CaseOfficer("amal"));

    /// <summary>Through the issuer's page, as members of staff come in.</summary>
    private async Task<PortalPage> SignedInAsync(RunningApp app)
    {
        var portal = await browser.OpenAsync(app.Port, Device.Desktop, "en");
        await portal.GoAsync("/");
        await portal.Page.GetByText("Sign in as a member of staff").ClickAsync();
        await portal.SignInAsync("officer-1", "case-officer", "amal");
        await Assertions.Expect(portal.Page.Locator(".menu button")).ToHaveTextAsync("Afmelden");
        await portal.ReadyAsync();
        return portal;
    }

    /// <summary>Somebody has a permit, and somebody of that birth date and nationality registers in Ghent without one.</summary>
    /// <returns>The family name that both have.</returns>
    private static async Task<string> WaitingMatchAsync(PublicDoors doors)
    {
        var (abroad, arrived) = (await Resident.NewAsync(doors), await Resident.NewAsync(doors));
        await abroad.SendAsync(MessageDoor.Permits, abroad.Permit());
        await abroad.InvitationAsync();
        var who = arrived.Who with { FamilyName = abroad.Who.FamilyName, BirthDate = abroad.Who.BirthDate };
        await arrived.SendAsync(MessageDoor.Registrations, IncomingMessages.Registered(arrived.Now, who, IncomingMessages.Ghent, arrived.Today));
        await abroad.LetterAsync();
        await doors.Clock.LetSettleAsync();
        return who.FamilyName;
    }
}
