using Inburgering.Arrivals;
using Inburgering.Cases;
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

    [Fact]
    public async Task An_answer_closes_the_request_once_and_is_told_to_the_person_in_a_letter_where_they_live_in_Belgium()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(new Somebody(1)));
        await world.SettleAsync();
        var personId = await world.RegisteredAsync(new Somebody(1).NationalNumber);
        var asked = (await world.Get<RectificationRequesting>().RequestAsync(personId, RectificationConcern.Residence, Statement, CancellationToken.None)).Value!;
        Assert.Equal([CaseToDo.RectificationRequest], (await world.FileAsync(personId)).Listing!.ToDo);

        var answered = (await AnswerAsync(world, personId, asked.RequestId, "The municipality corrects it.")).Value!.Result;
        await world.SettleAsync();

        var file = await world.FileAsync(personId);
        Assert.Equal((RectificationOutcome.ReferredToSource, "The municipality corrects it.", "officer-7"), (answered.Answer!.Outcome, answered.Answer.Words, answered.Answer.OfficerId));
        Assert.Equal(answered, Assert.Single(file.RectificationRequests));
        Assert.Empty(file.Listing!.ToDo);
        Assert.Equal(("officer-7", "The municipality corrects it."), (await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None)).Where(line => line.Action == "rectificationAnswered").Select(line => (line.Actor.Id, line.Reason)).Single());
        Assert.Equal(asked.RequestId, file.Letters[^1].Told!.Reference);
        Assert.Equal("confirmation", world.Sender.DataOf("letter.requested", personId)[^1].GetProperty("kind").GetString());

        Assert.Equal(answered, (await AnswerAsync(world, personId, asked.RequestId, "The municipality corrects it.")).Value!.Result);
        Assert.Equal("requestAnswered", (await AnswerAsync(world, personId, asked.RequestId, "Not at all.")).Refusal!.Code);
        Assert.Equal("requestId", (await AnswerAsync(world, personId, "nobody-r1", "x")).Refusal!.Field);
        Assert.Equal(2, (await world.FileAsync(personId)).Letters.Count);

        // Asking the same after the answer is a request of its own.
        Assert.NotEqual(asked.RequestId, (await world.Get<RectificationRequesting>().RequestAsync(personId, RectificationConcern.Residence, Statement, CancellationToken.None)).Value!.RequestId);
    }

    [Fact]
    public async Task Whom_no_agency_works_for_is_answered_by_AgII()
    {
        var world = await WorldAsync();
        var asked = (await AskAsync(world, Statement)).Value!;

        Assert.NotNull((await AnswerAsync(world, "p1", asked.RequestId, "Done.")).Value);

        Assert.Empty((await world.FileAsync("p1")).Letters);
    }

    private static Task<Answer<Outcome<RectificationRequest>>> AnswerAsync(World world, string personId, string requestId, string words) => world.Get<RectificationAnswering>().AnswerAsync(
        personId, new CaseOfficer(Agency.Agii, "officer-7"), requestId, RectificationOutcome.ReferredToSource, words, CancellationToken.None);

    private async Task<World> WorldAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.Get<PersonFiles>().ChangeAsync("p1", Actor.System, change => { change.Record("begun"); return true; }, createIfUnknown: true);
        return world;
    }

    private static Task<Answer<RectificationRequest>> AskAsync(World world, string statement) =>
        world.Get<RectificationRequesting>().RequestAsync("p1", RectificationConcern.Residence, statement, CancellationToken.None);
}
