using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;

namespace Inburgering.Shared.Tests.People;

/// <summary>A person asks a case officer to correct what is held about them (GDPR art. 16).</summary>
public sealed class RectificationRequestingTests(AzuriteFixture azurite)
{
    private const string Statement = "My house number is 14.";

    [Fact]
    public async Task A_request_stands_in_the_file_and_the_agency_is_told_that_there_is_one_but_not_what_it_says()
    {
        var world = await WorldAsync();

        var asked = (await AskAsync(world, Statement)).Value!;

        Assert.Equal(asked, Assert.Single((await world.FileAsync("p1")).RectificationRequests));
        var told = Assert.Single(world.Sender.DataOf("rectification.requested", "p1"));
        Assert.Equal(("agii", asked.RequestId), (told.GetProperty("agency").GetString(), told.GetProperty("requestId").GetString()));
        Assert.DoesNotContain(Statement, told.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("rectificationRequested", (await world.Get<PersonStore>().AuditAsync("p1", CancellationToken.None))[^1].Action);
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_request()
    {
        var world = await WorldAsync();

        Assert.Equal((await AskAsync(world, Statement)).Value, (await AskAsync(world, Statement)).Value);

        Assert.Single(world.Sender.DataOf("rectification.requested", "p1"));
    }

    [Fact]
    public async Task Past_twenty_requests_the_agency_answers_first()
    {
        var world = await WorldAsync();
        foreach (var number in Enumerable.Range(1, RectificationRequesting.MostRequests))
        {
            Assert.Null((await AskAsync(world, $"{Statement} {number}")).Refusal);
        }

        Assert.Equal("tooManyRectificationRequests", (await AskAsync(world, "One more.")).Refusal?.Code);
        Assert.Null((await AskAsync(world, $"{Statement} 20")).Refusal);
    }

    private async Task<World> WorldAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.Get<PersonFiles>().ChangeAsync("p1", Actor.System, change => { change.Record("begun"); return true; }, createIfUnknown: true);
        return world;
    }

    private static Task<Answer<RectificationRequest>> AskAsync(World world, string statement) =>
        world.Get<RectificationRequesting>().RequestAsync("p1", RectificationConcern.Residence, statement, CancellationToken.None);
}
