using Inburgering.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>What life does to a learner: no connection, a session that ends, two tabs, somebody else on the same device.</summary>
public sealed class InterruptionTests(SharedApp shared, Browser browser)
{
    [Fact]
    public async Task A_test_survives_a_lost_connection_and_is_saved_when_it_is_back()
    {
        await using var portal = await InTestAsync();
        var page = portal.Page;
        await portal.Context.SetOfflineAsync(true);
        await page.Locator(".option").First.ClickAsync();
        await Assertions.Expect(page.Locator(".testbar")).ToContainTextAsync("on this device");
        await portal.Context.SetOfflineAsync(false);
        await Assertions.Expect(page.Locator(".testbar [role=status]").Last).ToHaveTextAsync("Saved");

        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".numbers .answered")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_session_that_ends_in_a_test_is_begun_anew_and_the_answers_are_still_there()
    {
        await using var portal = await InTestAsync();
        var page = portal.Page;
        await page.RouteAsync("**/answers", route => route.FulfillAsync(new RouteFulfillOptions { Status = 401, ContentType = "application/problem+json", Body = "{}" }));
        await page.Locator(".option").First.ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".option input:checked")).ToHaveCountAsync(1);
        await page.UnrouteAllAsync();

        await page.Locator("[role=alert] button").ClickAsync();
        await portal.SignInAsync(_subject!);
        await Assertions.Expect(page.Locator(".numbers .answered")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".testbar [role=status]").Last).ToHaveTextAsync("Saved");
    }

    [Fact]
    public async Task Two_tabs_on_one_test_end_with_one_result()
    {
        await using var portal = await InTestAsync();
        var other = await portal.Context.NewPageAsync();
        await other.GotoAsync("/modules/basis/test");
        await Assertions.Expect(other.Locator(".question")).ToBeVisibleAsync();

        await HandInAsync(portal.Page);
        var first = await portal.Page.Locator(".box[role=status] p").First.InnerTextAsync();
        await other.Locator(".option").First.ClickAsync();
        await Assertions.Expect(other.Locator(".box[role=status] p").First).ToHaveTextAsync(first);
    }

    [Fact]
    public async Task What_was_opened_before_can_be_read_without_a_connection_and_reading_is_told_later()
    {
        var resident = await Resident.AbroadAsync(await shared.DoorsAsync());
        await using var portal = await SignedInAsync(resident);
        var page = portal.Page;
        await portal.GoAsync("/");
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        await page.ReloadAsync();
        await page.GotoAsync("/modules/basis");
        await Assertions.Expect(page.Locator("ol.sections")).ToBeVisibleAsync();

        await portal.Context.SetOfflineAsync(true);
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("There is no connection");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Living in Flanders" }).ClickAsync();
        await page.Locator("ol.sections a").First.ClickAsync();
        await Assertions.Expect(page.Locator("article.reading")).ToBeVisibleAsync();
        await portal.LookAsync("en-offline-section");
        var before = page.Url;
        await portal.Onward.ClickAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(before);
        await portal.Context.SetOfflineAsync(false);
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator(".matter")).ToBeVisibleAsync();
        var progress = Assert.Single(await resident.Learner.ProgressAsync(), module => module.ModuleId == "basis");
        Assert.Equal("inProgress", progress.Status);
        Assert.True(progress.Percent > 0);
    }

    [Fact]
    public async Task Somebody_else_on_the_same_device_finds_nothing_of_the_one_before()
    {
        var doors = await shared.DoorsAsync();
        var (first, second) = (await Resident.AbroadAsync(doors), await Resident.AbroadAsync(doors));
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Phone, "en");
        var page = portal.Page;
        await SignInAsync(portal, first);
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        await portal.GoAsync("/modules/basis");
        await page.Locator("main select").SelectOptionAsync("tr");
        await Assertions.Expect(page.Locator("ol.sections")).ToHaveAttributeAsync("lang", "tr");
        await page.Locator("ol.sections a").First.ClickAsync();
        await portal.Context.SetOfflineAsync(true);
        await portal.Onward.ClickAsync();
        await Assertions.Expect(page.Locator(".crumbs")).ToContainTextAsync("2/");
        await portal.Context.SetOfflineAsync(false);
        await portal.GoAsync("/partner");
        await page.Locator("main input").First.FillAsync("Priya");
        Assert.NotEmpty(await OwnAsync(page));

        // The one before did not sign out: the session just ended.
        await page.EvaluateAsync("sessionStorage.removeItem('session')");
        await SignInAsync(portal, second);
        Assert.Equal(["own.owner"], await OwnAsync(page));
        await portal.GoAsync("/partner");
        await Assertions.Expect(page.Locator("main input").First).ToHaveValueAsync("");
        await portal.GoAsync("/modules/basis");
        await Assertions.Expect(page.Locator("ol.sections")).ToHaveAttributeAsync("lang", "en");
        Assert.All(await second.Learner.ProgressAsync(), module => Assert.Equal("notStarted", module.Status));

        // Whoever signs out leaves nothing at all.
        await page.Locator(".menu button").ClickAsync();
        await Assertions.Expect(page.Locator(".menu button")).ToHaveCountAsync(0);
        await Assertions.Expect(portal.Heading).ToHaveTextAsync("Welcome to Flanders");
        Assert.Empty(await OwnAsync(page));
        Assert.False(await page.EvaluateAsync<bool>("caches.has('own')"));
    }

    private static Task<string[]> OwnAsync(IPage page) => page.EvaluateAsync<string[]>("[...Object.keys(localStorage).filter(key => key.startsWith('own.')), ...Object.keys(sessionStorage).filter(key => key.startsWith('draft.'))]");

    private static async Task SignInAsync(PortalPage portal, Resident resident)
    {
        await portal.GoAsync("/");
        await portal.Onward.ClickAsync();
        await portal.SignInAsync(resident.Learner.Account.Subject);
        await Assertions.Expect(portal.Page.Locator(".matter")).ToBeVisibleAsync();
    }

    private string? _subject;

    private async Task<PortalPage> InTestAsync()
    {
        var resident = await Resident.AbroadAsync(await shared.DoorsAsync());
        await resident.StartAttemptAsync();
        var portal = await SignedInAsync(resident);
        await portal.Page.GotoAsync("/modules/basis/test");
        await Assertions.Expect(portal.Page.Locator(".question")).ToBeVisibleAsync();
        return portal;
    }

    private async Task<PortalPage> SignedInAsync(Resident resident)
    {
        _subject = resident.Learner.Account.Subject;
        return await browser.OpenAsync((await shared.AppAsync()).Port, Device.Phone, "en", resident.Doors, resident.Learner.Account);
    }

    private static async Task HandInAsync(IPage page)
    {
        await page.Locator(".numbers button").Last.ClickAsync();
        await page.Locator(".question + .buttons button").First.ClickAsync();
        await page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".box[role=status]")).ToBeVisibleAsync();
    }
}
