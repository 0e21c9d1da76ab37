using Inburgering.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>A server that is down, slow or refuses: said in words, with what one can do, and nothing typed is lost.</summary>
public sealed class RefusalTests(SharedApp shared, Browser browser)
{
    private const string Problem = "application/problem+json";
    private static readonly string[] Typed = ["Priya", "Sharma", "1990-02-14", "priya@example.org"];

    private static readonly (int Status, string Body, string Words)[] Refusals =
    [
        (403, """{"type":"urn:problem-type:belgif:missingPermission","status":403}""", "Sign in with the account that you activated"),
        (404, """{"type":"urn:problem-type:belgif:resourceNotFound","status":404}""", "Go back to the start"),
        (409, """{"type":"urn:problem-type:inburgering:partnerAlreadyDeclared","status":409}""", "Your agency can correct it"),
        (409, """{"type":"urn:problem-type:inburgering:somethingNew","status":409,"detail":"A rule that came later, in words."}""", "A rule that came later, in words."),
        (422, """{"type":"urn:problem-type:belgif:badRequest","status":422,"detail":"The request is not valid.","issues":[{"in":"body","name":"email","detail":"must be an e-mail address"}]}""", "Check the marked fields"),
        (429, "{}", "Try again in 2 minutes"),
        (500, "{}", "if it keeps failing, contact your agency"),
        (503, "nothing that is JSON", "if it keeps failing, contact your agency"),
    ];

    [Fact]
    public async Task Every_refusal_is_said_in_words_and_what_was_typed_stays()
    {
        await using var portal = await OnPartnerPageAsync();
        var page = portal.Page;
        foreach (var (status, body, words) in Refusals)
        {
            await AnswerAsync(page, route => route.FulfillAsync(new RouteFulfillOptions { Status = status, Headers = new Dictionary<string, string> { ["Retry-After"] = "120", ["Content-Type"] = Problem }, Body = body }));
            await page.Locator("form button[type=submit]").ClickAsync();
            await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync(words);
            await TypedIsThereAsync(page);
            if (status == 422)
            {
                await Assertions.Expect(page.GetByLabel("E-mail address of your partner")).ToHaveAccessibleDescriptionAsync("must be an e-mail address");
            }
        }

        await portal.LookAsync("en-refused");
    }

    [Fact]
    public async Task A_server_that_is_down_or_slow_or_a_line_that_is_gone_is_said_and_the_same_button_tries_again()
    {
        await using var portal = await OnPartnerPageAsync();
        var page = portal.Page;
        var send = page.Locator("form button[type=submit]");
        await AnswerAsync(page, route => route.AbortAsync("connectionrefused"));
        await send.ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("The server does not answer");
        await TypedIsThereAsync(page);

        await portal.Context.SetOfflineAsync(true);
        await send.ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("There is no connection");
        await TypedIsThereAsync(page);
        await portal.Context.SetOfflineAsync(false);

        // The page's own clock is moved, so that nobody waits.
        await page.Clock.InstallAsync();
        var answered = new TaskCompletionSource();
        await AnswerAsync(page, async route =>
        {
            await answered.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Status = 201, ContentType = "application/json", Body = """{"givenNames":"Priya","familyName":"Sharma","birthDate":"1990-02-14","nationality":"IN","email":"priya@example.org"}""" });
        });
        await send.ClickAsync();
        await page.Clock.FastForwardAsync(6_000);
        await Assertions.Expect(page.Locator(".slow")).ToContainTextAsync("We keep trying");
        await Assertions.Expect(send).ToBeDisabledAsync();
        answered.SetResult();
        await Assertions.Expect(page.Locator(".box.good")).ToContainTextAsync("Priya");
        await Assertions.Expect(page.Locator(".slow")).ToHaveTextAsync("");
    }

    [Fact]
    public async Task Whoever_was_signed_out_meanwhile_signs_in_again_and_finds_what_they_typed()
    {
        await using var portal = await OnPartnerPageAsync();
        var page = portal.Page;
        await AnswerAsync(page, route => route.FulfillAsync(new RouteFulfillOptions { Status = 401, ContentType = Problem, Body = "{}" }));
        await page.Locator("form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("Sign in again");
        await TypedIsThereAsync(page);
        await page.UnrouteAllAsync();

        await page.Locator("[role=alert] button").ClickAsync();
        await portal.SignInAsync(_resident!.Learner.Account.Subject);
        await TypedIsThereAsync(page);
        await page.Locator("form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".box.good")).ToContainTextAsync("Priya");
    }

    [Fact]
    public async Task A_page_that_could_not_be_loaded_says_so_and_tries_again()
    {
        await using var portal = await OnPartnerPageAsync();
        var page = portal.Page;
        await page.RouteAsync("**/me/letters", route => route.FulfillAsync(new RouteFulfillOptions { Status = 500, ContentType = Problem, Body = "{}" }));
        await page.GotoAsync("/letters");
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("Something went wrong on our side");
        await portal.LookAsync("en-not-loaded");
        await page.UnrouteAllAsync();
        await page.Locator("[role=alert] button").ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("There are no letters yet");
    }

    private Resident? _resident;

    private async Task<PortalPage> OnPartnerPageAsync()
    {
        var doors = await shared.DoorsAsync();
        _resident = await Resident.AbroadAsync(doors);
        var portal = await browser.OpenAsync((await shared.AppAsync()).Port, Device.Phone, "en", doors, _resident.Learner.Account);
        await portal.GoAsync("/partner");
        for (var i = 0; i < Typed.Length; i++)
        {
            await portal.Page.Locator("main input").Nth(i).FillAsync(Typed[i]);
        }

        await portal.Page.Locator("main select").SelectOptionAsync("IN");
        return portal;
    }

    private static async Task AnswerAsync(IPage page, Func<IRoute, Task> answer)
    {
        await page.UnrouteAllAsync();
        await page.RouteAsync("**/me/partners", answer);
    }

    private static async Task TypedIsThereAsync(IPage page)
    {
        for (var i = 0; i < Typed.Length; i++)
        {
            await Assertions.Expect(page.Locator("main input").Nth(i)).ToHaveValueAsync(Typed[i]);
        }
    }
}
