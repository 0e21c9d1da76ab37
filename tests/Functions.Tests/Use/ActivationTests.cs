using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>Binding an account to a person by the code of the invitation or the letter.</summary>
public sealed class ActivationTests(SharedApp shared)
{
    private const string Path = "/api/v1/activations";

    [Fact]
    public async Task The_code_and_the_birth_date_open_the_account()
    {
        var (person, code) = await InvitedAsync();
        var token = await TokenAsync("opener");

        var reply = await shared.Api.PostAsync(Path, Learner.Activation(code, person.BirthDate), token);

        var personId = reply.With(HttpStatusCode.Created).Json.Text("personId");
        Assert.Equal("/api/v1/me", reply.Headers.Location!.ToString());
        var me = (await shared.Api.GetAsync("/api/v1/me", token)).With(HttpStatusCode.OK).Json;
        Assert.Equal((personId, person.GivenNames, person.FamilyName), (me.Text("personId"), me.Text("givenNames"), me.Text("familyName")));
        Assert.True(me["access"]!.GetValue<bool>());
        Assert.Equal("abroad", me.Text("region"));
        Assert.Equal("none", me.Part("obligation").Text("status"));
    }

    [Fact]
    public async Task A_wrong_birth_date_opens_nothing_and_uses_nothing_up()
    {
        var (person, code) = await InvitedAsync();
        var (guesser, owner) = (await TokenAsync("guesser"), await TokenAsync("owner"));

        (await shared.Api.PostAsync(Path, Learner.Activation(code, person.BirthDate.AddDays(1)), guesser)).Problem(HttpStatusCode.BadRequest, "inburgering:activationCodeInvalid");

        (await shared.Api.GetAsync("/api/v1/me", guesser)).Problem(HttpStatusCode.Forbidden, "inburgering:accountNotActivated");
        (await shared.Api.PostAsync(Path, Learner.Activation(code, person.BirthDate), owner)).With(HttpStatusCode.Created);

        // Nor does it keep the guesser from a code of their own.
        var (other, otherCode) = await InvitedAsync();
        (await shared.Api.PostAsync(Path, Learner.Activation(otherCode, other.BirthDate), guesser)).With(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Whether_the_code_or_the_birth_date_is_wrong_is_not_told()
    {
        var (person, code) = await InvitedAsync();
        var token = await TokenAsync("prober");

        var wrongDate = await shared.Api.PostAsync(Path, Learner.Activation(code, person.BirthDate.AddDays(1)), token);
        var wrongCode = await shared.Api.PostAsync(Path, Learner.Activation("AAAA-BBBB-CCCC", person.BirthDate), token);

        Assert.Equal(wrongCode.Text, wrongDate.Text);
    }

    [Fact]
    public async Task The_same_account_with_the_same_code_gets_the_same_answer()
    {
        var (person, code) = await InvitedAsync();
        var token = await TokenAsync("repeater");
        var first = (await shared.Api.PostAsync(Path, Learner.Activation(code, person.BirthDate), token)).With(HttpStatusCode.Created);

        var repeats = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shared.Api.PostAsync(Path, Learner.Activation(code, person.BirthDate), token)));

        Assert.All(repeats, repeat => Assert.Equal(first.Text, repeat.With(HttpStatusCode.Created).Text));
        Assert.Equal(1, await TimesBoundAsync(token));
    }

    [Fact]
    public async Task Of_accounts_that_use_a_code_at_once_one_is_bound()
    {
        var (person, code) = await InvitedAsync();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => TokenAsync("racer" + i)));

        var replies = await Task.WhenAll(tokens.Select(token => shared.Api.PostAsync(Path, Learner.Activation(code, person.BirthDate), token)));

        Assert.Single(replies, reply => reply.Status == HttpStatusCode.Created);
        Assert.All(replies.Where(reply => reply.Status != HttpStatusCode.Created), reply => reply.Problem(HttpStatusCode.Conflict, "inburgering:accountAlreadyBound"));
        var winner = tokens[Array.FindIndex(replies, reply => reply.Status == HttpStatusCode.Created)];
        Assert.Equal(1, await TimesBoundAsync(winner));
    }

    [Fact]
    public async Task A_code_that_was_used_binds_no_second_account()
    {
        var (person, code) = await InvitedAsync();
        await Learner.ActivateAsync(shared.App, person, code);
        var second = await TokenAsync("second");

        (await shared.Api.PostAsync(Path, Learner.Activation(code, person.BirthDate), second)).Problem(HttpStatusCode.Conflict, "inburgering:accountAlreadyBound");

        (await shared.Api.GetAsync("/api/v1/me", second)).Problem(HttpStatusCode.Forbidden, "inburgering:accountNotActivated");
    }

    [Fact]
    public async Task An_account_stands_for_one_person_only()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var personId = await learner.PersonIdAsync();
        var (other, code) = await InvitedAsync();

        (await shared.Api.PostAsync(Path, Learner.Activation(code, other.BirthDate), learner.Token)).Problem(HttpStatusCode.Conflict, "inburgering:accountAlreadyBound");

        Assert.Equal(personId, await learner.PersonIdAsync());
        await Learner.ActivateAsync(shared.App, other, code);
    }

    [Fact]
    public async Task A_code_may_be_typed_as_people_type()
    {
        foreach (Func<string, string> typed in new Func<string, string>[]
        {
            code => code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal),
            code => code.Replace('-', ' '),
            code => code.Replace('0', 'o').Replace('1', 'l'),
        })
        {
            var (person, code) = await InvitedAsync();
            await Learner.ActivateAsync(shared.App, person, typed(code));
        }
    }

    [Fact]
    public async Task The_code_of_the_letter_opens_the_account_too()
    {
        var person = Person.Invent();
        await shared.Messages.DeliverAsync(MessageDoor.Registrations, IncomingMessages.Registered(person));
        var letter = await shared.Messages.SoonSentAsync("letters", "letter.requested", letter => letter.Part("recipient").Text("name") == person.Name);

        var learner = await Learner.ActivateAsync(shared.App, person, letter.Text("activationCode"));

        Assert.Equal(letter.Text("personId"), await learner.PersonIdAsync());
        Assert.Equal("amal", (await learner.MeAsync()).Text("agency"));
    }

    [Fact]
    public async Task A_letter_to_who_has_an_account_holds_no_code()
    {
        var learner = await Learner.InGhentAsync(shared.App);

        Assert.False((await learner.LetterAsync()).ContainsKey("activationCode"));
    }

    private Task<string> TokenAsync(string who) => shared.Api.TokenAsync("learner", $"{who}-{Guid.NewGuid():N}");

    private async Task<(Person Person, string Code)> InvitedAsync()
    {
        var person = Person.Invent();
        await shared.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(person));
        return (person, await Learner.InvitationCodeAsync(shared.App, person));
    }

    private async Task<int> TimesBoundAsync(string token)
    {
        var data = (await shared.Api.GetAsync("/api/v1/me/data", token)).With(HttpStatusCode.OK).Json;
        return data["audit"]!.AsArray().Count(entry => entry!.AsObject().Text("action") == "accountBound");
    }
}
