using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Portal;
using Inburgering.EndToEnd.Tests.Running;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>One headless Chromium for all tests of the portal; each test has a profile of its own.</summary>
public sealed class Browser : IAsyncDisposable
{
    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Chromium)>> _started = new(StartAsync);

    /// <summary>A tab in which somebody is signed in already, without the way through the issuer's page.</summary>
    internal async Task<PortalPage> OpenAsync(int port, Device device, string language, PublicDoors doors, Account account)
    {
        var portal = await OpenAsync(port, device, language);
        await portal.BeAsync(doors, account);
        return portal;
    }

    public async Task<PortalPage> OpenAsync(int port, Device device, string language)
    {
        var (_, chromium) = await _started.Value;
        var context = await chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = FormattableString.Invariant($"http://localhost:{port}"),
            Locale = language,
            ViewportSize = device == Device.Phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(60_000);
        return new PortalPage(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated)
        {
            var (playwright, chromium) = await _started.Value;
            await chromium.CloseAsync();
            playwright.Dispose();
        }
    }

    private static async Task<(IPlaywright Playwright, IBrowser Chromium)> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(30_000);
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        }));
    }
}

public enum Device
{
    Phone,
    Desktop,
}

/// <summary>A tab on the portal. Looks at every page it is told to: no script error, nothing asked of strangers, no barrier that axe-core finds.</summary>
public sealed partial class PortalPage : IAsyncDisposable
{
    private const int MostTabs = 120;
    private static readonly (int Width, int Height) Narrow = (320, 640);
    private static readonly string Axe = File.ReadAllText(Path.Combine(Repository.Root, "node_modules", "axe-core", "axe.min.js"));
    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "portal");
    private readonly ConcurrentQueue<string> _errors = [];

    public PortalPage(IBrowserContext context, IPage page)
    {
        (Context, Page) = (context, page);
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _errors.Enqueue(message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("http://localhost:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                _errors.Enqueue($"asked {request.Url}");
            }
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>The heading of the page that is open.</summary>
    public ILocator Heading => Page.Locator("h1");

    /// <summary>The first button or link under the heading that goes on.</summary>
    public ILocator Onward => Page.Locator("main .buttons").First.Locator("button, a").First;

    /// <summary>Signs in at the local issuer's page, which must be open.</summary>
    public async Task SignInAsync(string subject, string role = "learner", string agency = "")
    {
        await Page.Locator("#subject").WaitForAsync();
        await Page.SelectOptionAsync("#role", role);
        await Page.FillAsync("#subject", subject);
        if (agency.Length > 0)
        {
            await Page.SelectOptionAsync("#agency", agency);
        }

        await Page.ClickAsync("button[type=submit]");
    }

    /// <summary>Puts an account's token where the portal keeps it: for whatever is opened in this tab and next to it from now on.</summary>
    internal async Task BeAsync(PublicDoors doors, Account account)
    {
        var token = (await doors.PostAsync("local/oidc/token", account)).OrThrow().Json.GetProperty("access_token").GetString();
        var session = new JsonObject { ["accessToken"] = token, ["role"] = account.Role, ["agency"] = account.Agency };
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token!.Split('.')[1]))!;
        await Context.AddInitScriptAsync($$"""
            if (!sessionStorage.getItem("was")) {
              sessionStorage.setItem("was", "in");
              sessionStorage.setItem("session", {{JsonSerializer.Serialize(session.ToJsonString())}});
              localStorage.setItem("own.owner", {{JsonSerializer.Serialize($"{claims["iss"]} {claims["sub"]}")}});
            }
            """);
    }

    /// <summary>Opens a page of the portal and waits until it is there whole.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    public async Task ReadyAsync()
    {
        await Assertions.Expect(Heading).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator(".waiting")).ToHaveCountAsync(0);
    }

    /// <summary>Goes on with the Tab key alone until something has the focus, and sees to it that the focus is seen.</summary>
    public async Task TabToAsync(ILocator wanted)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                Assert.NotEqual("none", await wanted.EvaluateAsync<string>("element => getComputedStyle(element).outlineStyle"));
                return;
            }
        }

        Assert.Fail($"{wanted} is not reached with the Tab key.");
    }

    /// <summary>
    /// Checks what is open as a whole: axe-core, a name for whatever one can act on in the accessibility tree, no scrolling sideways, also at
    /// 320 pixels and at 200 % zoom. Keeps a picture in <c>artifacts/portal</c>.
    /// </summary>
    public async Task LookAsync(string name)
    {
        await Page.EvaluateAsync(Axe);
        var found = await Page.EvaluateAsync<string>("""
            axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
              .then(result => JSON.stringify(result.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(" ")).join(", ")}`)))
            """);
        Directory.CreateDirectory(Pictures);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, name + ".png"), FullPage = true });
        Assert.Empty(JsonSerializer.Deserialize<string[]>(found)!);
        Assert.DoesNotContain((await Page.Locator("body").AriaSnapshotAsync()).Split('\n'), line => Nameless().IsMatch(line));
        await FitsAsync(name);
        Assert.Empty(_errors);
    }

    /// <summary>No wider than the screen: as it is, at 200 % zoom (half as many pixels) and at 320 pixels.</summary>
    private async Task FitsAsync(string name)
    {
        var (width, height) = (Page.ViewportSize!.Width, Page.ViewportSize.Height);
        foreach (var (w, h) in ((int, int)[])[.. new[] { (width, height), (width / 2, height / 2), Narrow }.Where(size => size.Item1 >= Narrow.Width)])
        {
            await Page.SetViewportSizeAsync(w, h);
            var tooWide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            Assert.True(tooWide <= 0, $"{name} is {tooWide} pixels wider than a screen of {w}");
        }

        await Page.SetViewportSizeAsync(width, height);
    }

    [GeneratedRegex("^\\s*- (button|link|textbox|combobox|checkbox|radio|progressbar|spinbutton)( \\[[^\\]]*\\])*:?$")]
    private static partial Regex Nameless();

    public async ValueTask DisposeAsync() => await Context.CloseAsync();
}
