using System.Net;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>The figures of a small population, counted at night.</summary>
public sealed class StatisticsTests(SharedApp shared)
{
    [Fact]
    public async Task The_night_counts_everybody_and_shows_nobody()
    {
        await using var app = await shared.StartAppAsync();
        var first = (await app.Api.GetAsync("/api/v1/statistics", await app.Api.TokenAsync("operator", "operator"))).With(HttpStatusCode.OK).Json;
        Assert.Equal(0, first.Part("reach")["of"]!.GetValue<int>());
        var people = Enumerable.Range(0, 6).Select(_ => Person.Invent()).ToList();
        await Task.WhenAll(people.Select(person => app.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(person))));
        var learner = await Learner.ActivateAsync(app, people[0], await Learner.InvitationCodeAsync(app, people[0]));
        await learner.PassAsync("basis");

        await app.Clock.AdvanceAsync("P1D");

        var reply = (await app.Api.GetAsync("/api/v1/statistics", await app.Api.FreshTokenAsync("case-officer", "officer", "atlas"))).With(HttpStatusCode.OK);
        Assert.Equal(6, reply.Json.Part("reach")["of"]!.GetValue<int>());
        Assert.False(reply.Json.Part("reach").ContainsKey("count"));
        Assert.False(Assert.Single(reply.Json["tests"]!.AsArray())!.AsObject().ContainsKey("attempts"));
        Assert.NotEqual(first.Text("asOf"), reply.Json.Text("asOf"));
        var items = (await app.Api.GetAsync("/api/v1/statistics/items?moduleId=basis&language=en", await app.Api.FreshTokenAsync("operator", "operator"))).With(HttpStatusCode.OK);
        Assert.Equal(10, items.Items.Count);
        Assert.All(items.Items, item => Assert.False(item.ContainsKey("shown")));
        Assert.Empty((await app.Api.GetAsync("/api/v1/statistics/items?language=nl", await app.Api.FreshTokenAsync("operator", "operator"))).With(HttpStatusCode.OK).Items);
        Assert.Equal(["modul"], (await app.Api.GetAsync("/api/v1/statistics/items?modul=basis", await app.Api.FreshTokenAsync("operator", "operator"))).WrongFields());
        Assert.All(people.SelectMany(person => person.Identifiers), identifier => Assert.DoesNotContain(identifier, reply.Text, StringComparison.Ordinal));
    }
}
