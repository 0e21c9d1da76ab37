using System.Diagnostics;
using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>Every page of a learner and a visitor, in a language of either direction: no barrier, nothing cut off.</summary>
public sealed class PageTests(SharedApp shared, Browser browser)
{
    private static readonly (string Path, string Name)[] Visitors =
    [
        ("/", "welcome"), ("/certificates", "certificates"), ("/certificates/0000-0000-0000-0000", "certificate-unknown"),
        ("/accessibility", "accessibility"), ("/privacy", "privacy"), ("/nothing-here", "nothing-here"),
    ];

    private static readonly (string Path, string Name)[] Learners =
    [
        ("/", "home"), ("/modules/basis", "module"), ("/modules/basis/arriving-and-registering", "section"), ("/modules/basis/sample-test", "sample-test"),
        ("/modules/basis/test", "test"), ("/letters", "letters"), ("/certificate", "no-certificate"), ("/partner", "partner"), ("/my-data", "my-data"),
        ("/cases/somebodyelse", "not-for-you"), ("/activate", "activate"),
    ];

    internal static IEnumerable<string> PathsOfLearners => Learners.Concat(Visitors.Skip(1)).Select(page => page.Path);

    [Theory]
    [InlineData("nl", Device.Desktop)]
    [InlineData("ar", Device.Phone)]
    public async Task No_page_has_a_barrier(string language, Device device)
    {
        var doors = await shared.DoorsAsync();
        var resident = await Resident.InGhentAsync(doors);
        await resident.StartAttemptAsync();
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, device, language);
        foreach (var (path, name) in Visitors)
        {
            await portal.GoAsync(path);
            await portal.LookAsync($"{language}-{name}");
        }

        await portal.BeAsync(doors, resident.Learner.Account);
        foreach (var (path, name) in Learners)
        {
            await portal.GoAsync(path);
            await portal.LookAsync($"{language}-{name}");
        }
    }

    [Fact]
    public async Task With_the_colours_of_the_system_and_without_motion_everything_is_still_seen()
    {
        var doors = await shared.DoorsAsync();
        var resident = await Resident.AbroadAsync(doors);
        await resident.StartAttemptAsync();
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Phone, "nl", doors, resident.Learner.Account);
        await portal.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active, ReducedMotion = ReducedMotion.Reduce });
        await portal.GoAsync("/");
        await portal.LookAsync("nl-home-forced-colours");
        await portal.GoAsync("/modules/basis/test");
        await portal.Page.Locator(".option").First.ClickAsync();
        await portal.LookAsync("nl-test-forced-colours");
        var box = portal.Page.Locator(".option").First;
        Assert.Equal("solid", await box.EvaluateAsync<string>("element => getComputedStyle(element).borderTopStyle"));
        Assert.Equal("0s", await portal.Page.Locator("main button").First.EvaluateAsync<string>("element => getComputedStyle(element).transitionDuration"));

        // What is chosen and what was answered is told apart by more than a colour.
        Assert.NotEqual(
            await portal.Page.Locator(".numbers .answered").First.EvaluateAsync<string>("element => getComputedStyle(element).borderTopWidth"),
            await portal.Page.Locator(".numbers .plain").First.EvaluateAsync<string>("element => getComputedStyle(element).borderTopWidth"));
        await portal.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.None, ColorScheme = ColorScheme.Dark });
        await portal.LookAsync("nl-test-dark");
    }

    [Fact]
    public async Task The_first_page_is_small_enough_for_a_line_of_the_second_generation()
    {
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Phone, "ar");

        // As Chromium's own "2G" has it: 250 kbit/s, 300 ms there and back.
        var devTools = await portal.Context.NewCDPSessionAsync(portal.Page);
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false, ["latency"] = 300, ["downloadThroughput"] = 250_000 / 8, ["uploadThroughput"] = 50_000 / 8 });
        var received = new List<Task<byte[]>>();
        portal.Page.Response += (_, response) =>
        {
            // What the service worker fetches is for later: it comes once the page is there.
            if (response.Ok && !response.FromServiceWorker)
            {
                lock (received)
                {
                    received.Add(response.BodyAsync());
                }
            }
        };
        var waited = Stopwatch.StartNew();
        await portal.GoAsync("/");
        waited.Stop();
        Task<byte[]>[] first;
        lock (received)
        {
            first = [.. received];
        }

        // Uncompressed, as the local runtime serves them: what a site compresses is a gift.
        var sizes = (await Task.WhenAll(first)).Select(body => body.Length).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{sizes.Count} files, {sizes.Sum()} bytes uncompressed, there after {waited.ElapsedMilliseconds} ms");
        Assert.InRange(sizes.Count, 4, 12);
        Assert.InRange(sizes.Sum(), 1, 150_000);
    }

    [Fact]
    public async Task A_learners_main_way_needs_no_mouse()
    {
        var doors = await shared.DoorsAsync();
        var resident = await Resident.AbroadAsync(doors);
        var attempt = await resident.StartAttemptAsync("rights-duties");
        await using var portal = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Desktop, "en");
        var (page, keyboard) = (portal.Page, portal.Page.Keyboard);

        await portal.GoAsync("/");
        await portal.TabToAsync(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in", Exact = true }));
        await keyboard.PressAsync("Enter");
        await portal.SignInAsync(resident.Learner.Account.Subject);
        await portal.ReadyAsync();

        // A module: from the overview into the first section, and on to the next.
        await portal.TabToAsync(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Living in Flanders", Exact = true }));
        await keyboard.PressAsync("Enter");
        await portal.TabToAsync(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Start reading" }));
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("article.reading")).ToBeVisibleAsync();
        await portal.TabToAsync(page.Locator(".word").First);
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog.meaning")).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".word").First).ToBeFocusedAsync();
        await portal.TabToAsync(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Read, on to the next part" }));
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".crumbs")).ToContainTextAsync("2/");

        // A test, from the first question to its result; each question gets the focus as it comes.
        await portal.GoAsync("/modules/rights-duties/test");
        for (var i = 1; i <= attempt.Questions.Count; i++)
        {
            await Assertions.Expect(page.Locator(".testbar")).ToContainTextAsync(FormattableString.Invariant($"Question {i} of"));
            await Assertions.Expect(page.Locator("legend")).ToBeFocusedAsync();
            await keyboard.PressAsync("Tab");
            await keyboard.PressAsync("Space");
            await Assertions.Expect(page.Locator(".option input:checked")).ToHaveCountAsync(1);
            await portal.TabToAsync(page.Locator(".question + .buttons button").First);
            await keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(page.Locator("dialog")).ToBeVisibleAsync();
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".box[role=status]")).ToBeVisibleAsync();
    }
}
