using System.Text.RegularExpressions;
using Inburgering.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>What life does to a learner: no connection, a session that ends, two tabs, a server in trouble. Nothing typed is lost.</summary>
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
        await other.GotoAsync("/");
        await new PortalPage(portal.Context, other).Onward.ClickAsync();
        await new PortalPage(portal.Context, other).SignInAsync(_subject!);
        await Assertions.Expect(other.Locator(".matter")).ToBeVisibleAsync();
        await other.GotoAsync("/modules/basis/test");
        await Assertions.Expect(other.Locator(".question")).ToBeVisibleAsync();

        await HandInAsync(portal.Page);
        var first = await portal.Page.Locator(".box[role=status] p").First.InnerTextAsync();
        await other.Locator(".option").First.ClickAsync();
        await Assertions.Expect(other.Locator(".box[role=status] p").First).ToHaveTextAsync(first);
    }

    [Theory]
    [InlineData(500, "Something went wrong on our side")]
    [InlineData(429, "Try again in")]
    [InlineData(422, "must be an e-mail address")]
    [InlineData(409, "partner is known already")]
    public async Task A_refusal_is_said_in_words_and_what_was_typed_stays(int status, string words)
    {
        await using var portal = await SignedInAsync(await Resident.AbroadAsync(await shared.DoorsAsync()));
        var page = portal.Page;
        await page.GotoAsync("/partner");
        await page.RouteAsync("**/me/partners", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = status,
            ContentType = "application/problem+json",
            Headers = new Dictionary<string, string> { ["Retry-After"] = "120", ["Content-Type"] = "application/problem+json" },
            Body = status switch
            {
                409 => """{"type":"urn:problem-type:inburgering:partnerAlreadyDeclared","status":409}""",
                422 => """{"type":"urn:problem-type:belgif:badRequest","status":422,"detail":"The request is wrong.","issues":[{"in":"body","name":"email","detail":"must be an e-mail address"}]}""",
                _ => "{}",
            },
        }));
        var typed = new[] { "Priya", "Sharma", "1990-02-14", "priya@example.org" };
        var inputs = page.Locator("main input");
        for (var i = 0; i < typed.Length; i++)
        {
            await inputs.Nth(i).FillAsync(typed[i]);
        }

        await page.Locator("main select").SelectOptionAsync("IN");
        await page.Locator("form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync(words);
        for (var i = 0; i < typed.Length; i++)
        {
            await Assertions.Expect(inputs.Nth(i)).ToHaveValueAsync(typed[i]);
        }

        await portal.LookAsync(FormattableString.Invariant($"en-refused-{status}"));
    }

    [Fact]
    public async Task What_was_opened_before_can_be_read_without_a_connection_and_reading_is_told_later()
    {
        var resident = await Resident.AbroadAsync(await shared.DoorsAsync());
        await using var portal = await SignedInAsync(resident);
        var page = portal.Page;
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        await page.ReloadAsync();
        await page.GotoAsync("/modules/basis");
        await Assertions.Expect(page.Locator("ol.sections")).ToBeVisibleAsync();

        await portal.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
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
    public async Task The_first_page_is_small_and_nothing_is_asked_of_others()
    {
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Phone, "ar");
        var sizes = new List<Task<byte[]>>();
        portal.Page.Response += (_, response) =>
        {
            // What the service worker fetches is for later: it comes once the page is there.
            if (response.Ok && !response.FromServiceWorker)
            {
                lock (sizes)
                {
                    sizes.Add(response.BodyAsync());
                }
            }
        };
        await portal.Page.GotoAsync("/");
        await Assertions.Expect(portal.Heading).ToBeVisibleAsync();
        Task<byte[]>[] first;
        lock (sizes)
        {
            first = [.. sizes];
        }

        var total = (await Task.WhenAll(first)).Sum(body => body.Length);
        Assert.True(first.Length > 3);
        Assert.True(total < 150_000, $"the first page is {total} bytes, uncompressed");
        await portal.LookAsync("ar-first-page");
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

    private Task<PortalPage> SignedInAsync(Resident resident)
    {
        _subject = resident.Learner.Account.Subject;
        return new LearnerTests(shared, browser).SignedInAsync(resident, Device.Phone, "en");
    }

    private static async Task HandInAsync(IPage page)
    {
        await page.Locator(".numbers button").Last.ClickAsync();
        await page.Locator(".question + .buttons button").First.ClickAsync();
        await page.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".box[role=status]")).ToBeVisibleAsync();
    }
}
