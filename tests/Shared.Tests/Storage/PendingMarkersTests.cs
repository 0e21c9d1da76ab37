using Inburgering.Storage;

namespace Inburgering.Shared.Tests.Storage;

public sealed class PendingMarkersTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_marker_is_found_until_it_is_removed()
    {
        var world = await World.CreateAsync(azurite);
        var markers = world.Get<PendingMarkers>();
        var marker = await markers.MarkAsync(PendingWork.Plan, "p1", CancellationToken.None);

        Assert.Equal(marker, await markers.FindAsync(PendingWork.Plan, "p1", CancellationToken.None));
        Assert.Null(await markers.FindAsync(PendingWork.Outbox, "p1", CancellationToken.None));
        Assert.Equal([marker], await world.MarkersAsync());
        await markers.RemoveAsync(marker, CancellationToken.None);
        await markers.RemoveAsync(marker, CancellationToken.None);

        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task A_marker_that_was_made_anew_since_it_was_read_is_not_removed()
    {
        var world = await World.CreateAsync(azurite);
        var markers = world.Get<PendingMarkers>();
        foreach (var _ in Enumerable.Range(0, 20))
        {
            var read = await markers.MarkAsync(PendingWork.Outbox, "p1", CancellationToken.None);
            var anew = await markers.MarkAsync(PendingWork.Outbox, "p1", CancellationToken.None);

            await markers.RemoveAsync(read, CancellationToken.None);

            Assert.Equal([anew], await world.MarkersAsync());
        }
    }

    [Fact]
    public async Task Many_markers_of_many_people_are_all_found()
    {
        var world = await World.CreateAsync(azurite);
        var people = Enumerable.Range(0, 60).Select(number => $"person{number}").ToList();
        await Task.WhenAll(people.Select(personId => world.Get<PendingMarkers>().MarkAsync(PendingWork.Plan, personId, CancellationToken.None)));

        Assert.Equal(people.Order(StringComparer.Ordinal), (await world.MarkersAsync()).Select(marker => marker.PersonId).Order(StringComparer.Ordinal));
        Assert.Equal(60, (await world.Get<Inburgering.Obligations.PendingSweep>().SweepAsync(CancellationToken.None)).Count);
    }
}
