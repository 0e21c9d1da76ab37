using System.Globalization;
using System.Text.RegularExpressions;
using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>A learner's whole way in a real browser: from the link in the invitation to the certificate that somebody checks.</summary>
public sealed partial class LearnerTests(SharedApp shared, Browser browser)
{
    private static readonly string[] Compulsory = ["basis", "rights-duties", "labour-rights"];
    private static readonly KnownAnswers Known = new(Repository.Modules);

    [Theory]
    [InlineData("tr", Device.Phone, "ltr")]
    [InlineData("ar", Device.Desktop, "rtl")]
    public async Task From_the_invitation_to_a_certificate_that_anybody_checks(string language, Device device, string direction)
    {
        var doors = await shared.DoorsAsync();
        var resident = await Resident.NewAsync(doors);
        await resident.SendAsync(MessageDoor.Permits, resident.Permit());
        var code = (await resident.InvitationAsync()).Required("activationCode");
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, device, language);
        var page = portal.Page;

        await page.GotoAsync("/#activate=" + code);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/activate$"));
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("dir", direction);
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await portal.Onward.ClickAsync();
        await portal.SignInAsync($"portal-{resident.Who.FamilyName}");

        // The code came with the link: only the birth date is typed.
        await page.FillAsync("input[type=date]", resident.Who.BirthDate.ToString("O", CultureInfo.InvariantCulture));
        await page.ClickAsync("form button[type=submit]");
        await Assertions.Expect(page.Locator(".matter")).ToBeVisibleAsync();
        await Assertions.Expect(portal.Heading).ToContainTextAsync(resident.Who.GivenNames);

        foreach (var moduleId in Compulsory)
        {
            await ReadAsync(portal, moduleId, language);
            if (moduleId == "basis")
            {
                await TakeTestAsync(portal, moduleId, right: false);
                await Assertions.Expect(page.Locator(".box[role=status]")).ToBeVisibleAsync();
                await portal.LookAsync($"{language}-failed");
                await ReadAsync(portal, moduleId, language);
            }

            await TakeTestAsync(portal, moduleId, right: true);
            await Assertions.Expect(page.Locator(".box.good[role=status]")).ToBeVisibleAsync();
        }

        await portal.LookAsync($"{language}-passed");
        await page.GotoAsync("/certificate");
        await Assertions.Expect(page.Locator(".box.good h2")).ToContainTextAsync(resident.Who.FamilyName);
        await portal.LookAsync($"{language}-certificate");
        var verification = await page.Locator("main code").InnerTextAsync();

        await using var stranger = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Desktop, "nl");
        await stranger.Page.GotoAsync("/certificates/" + verification);
        await Assertions.Expect(stranger.Page.Locator(".box.good")).ToContainTextAsync(resident.Who.FamilyName);
        await stranger.LookAsync($"{language}-verified");
    }

    private static async Task ReadAsync(PortalPage portal, string moduleId, string language)
    {
        var page = portal.Page;
        await page.GotoAsync("/modules/" + moduleId);
        await Assertions.Expect(page.Locator("ol.sections")).ToHaveAttributeAsync("lang", language);
        var sections = await page.Locator("ol.sections li").CountAsync();
        await portal.Onward.ClickAsync();
        for (var i = 1; i <= sections; i++)
        {
            await Assertions.Expect(page.Locator(".crumbs")).ToContainTextAsync(FormattableString.Invariant($"{i}/{sections}"));
            if (i == 1 && moduleId == "basis")
            {
                await page.Locator(".word").First.ClickAsync();
                await Assertions.Expect(page.Locator("dialog.meaning")).ToBeVisibleAsync();
                await page.Keyboard.PressAsync("Escape");
            }

            if (i == 2 && moduleId == "basis")
            {
                await page.GoBackAsync();
                await Assertions.Expect(page.Locator(".crumbs")).ToContainTextAsync(FormattableString.Invariant($"1/{sections}"));
                await page.GoForwardAsync();
                await Assertions.Expect(page.Locator(".crumbs")).ToContainTextAsync(FormattableString.Invariant($"2/{sections}"));
            }

            await portal.Onward.ClickAsync();
        }

        await Assertions.Expect(page.Locator("ol.sections li.done")).ToHaveCountAsync(sections);
    }

    private static async Task TakeTestAsync(PortalPage portal, string moduleId, bool right)
    {
        var page = portal.Page;
        await page.GotoAsync($"/modules/{moduleId}/test");
        var started = page.WaitForResponseAsync(AttemptAddress());
        await portal.Onward.ClickAsync();
        var attempt = System.Text.Json.JsonSerializer.Deserialize<Attempt>(await (await started).TextAsync(), PublicDoors.Json)!;
        var answers = (right ? Known.Right(moduleId, attempt) : Known.Wrong(moduleId, attempt)).Answers.ToDictionary(answer => answer.QuestionId, answer => answer.OptionIds);
        foreach (var question in attempt.Questions)
        {
            foreach (var optionId in answers[question.QuestionId])
            {
                var text = question.Options.Single(option => option.OptionId == optionId).Text;
                await page.Locator(".option").Filter(new LocatorFilterOptions { Has = page.GetByText(text, new PageGetByTextOptions { Exact = true }) }).First.ClickAsync();
            }

            await page.Locator(".question + .buttons button").First.ClickAsync();
        }

        await page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".box[role=status]")).ToBeVisibleAsync();
    }

    [GeneratedRegex("/attempts(\\?|$)")]
    private static partial Regex AttemptAddress();
}
