using Inburgering.People;
using Inburgering.Shared.Tests.Storage;

namespace Inburgering.Shared.Tests.People;

/// <summary>Messages that share an identifier take turns, and nobody who was cut short holds the others up for good.</summary>
public sealed class PersonTurnTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);
    private static readonly Incoming Permit = Incoming.Granted(Person);
    private static readonly Incoming Registration = Incoming.Registered(Person, permitNumber: Person.PermitNumber);
    private static readonly LeaseTimes Short = LeaseTimes.Usual with { Length = TimeSpan.FromMilliseconds(600), Margin = TimeSpan.Zero };
    private static readonly LeaseTimes Patient = LeaseTimes.Usual with { LongestWait = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task A_message_waits_for_the_one_that_holds_an_identifier_it_names()
    {
        var world = await World.CreateAsync(azurite);
        var (held, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = world.Another(BeforeItsCommit(held, goOn.Task)).TakeAllAsync(Permit);
        await held.Task;

        var second = world.TakeAllAsync(Registration);
        await Task.WhenAny(second, Task.Delay(500, TestContext.Current.CancellationToken));
        Assert.False(second.IsCompleted);
        Assert.Equal(0, await world.CountFilesAsync());

        goOn.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_message_that_waited_too_long_is_left_to_its_queue()
    {
        var world = await World.CreateAsync(azurite);
        var (held, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = world.Another(BeforeItsCommit(held, goOn.Task)).TakeAllAsync(Permit);
        await held.Task;

        await Assert.ThrowsAsync<IdentifierHeldException>(() =>
            world.Another(leases: LeaseTimes.Usual with { LongestWait = TimeSpan.FromMilliseconds(100) }).TakeAllAsync(Registration));

        goOn.SetResult();
        await first;
        await world.TakeAllAsync(Registration);
        Assert.Equal(1, await world.CountFilesAsync());
    }

    /// <summary>The process ends at every storage request in turn; another message about the person comes before the first is delivered again.</summary>
    [Fact]
    public async Task What_a_message_held_that_was_cut_short_is_taken_over_in_the_end()
    {
        var requests = new StorageRequests();
        await (await World.CreateAsync(azurite)).Another(requests).TakeAllAsync(Permit);

        await Parallel.ForEachAsync(Enumerable.Range(1, requests.Sent), async (number, _) =>
        {
            var world = await World.CreateAsync(azurite);
            await StorageRequests.UntilCrashAsync(() => world.Another(StorageRequests.CrashingAt(number, tookEffect: true), leases: Short).TakeAsync(Permit));

            await world.Another(leases: Patient).TakeAllAsync(Registration);
            await world.TakeAllAsync(Permit);
            await world.SettleAsync();

            Assert.Equal(1, await world.CountFilesAsync());
            var file = await world.FileAsync(await world.RegisteredAsync(Person.NationalNumber));
            Assert.Single(file.HeldPermits[Person.PermitNumber]);
            Assert.Equal(file.PersonId, await world.HolderAsync(Person.PermitNumber));
        });
    }

    [Fact]
    public async Task A_partner_whose_file_was_not_made_yet_is_the_one_who_registered_meanwhile()
    {
        var partner = new Somebody(2, BirthDate: "1990-11-02", GivenNames: "Deniz");
        var named = Incoming.Granted(Person, partner);
        var requests = new StorageRequests();
        await (await World.CreateAsync(azurite)).Another(requests).TakeAllAsync(named);

        await Parallel.ForEachAsync(Enumerable.Range(1, requests.Sent), async (number, _) =>
        {
            var world = await World.CreateAsync(azurite);
            await StorageRequests.UntilCrashAsync(() => world.Another(StorageRequests.CrashingAt(number, tookEffect: true), leases: Short).TakeAsync(named));

            await world.Another(leases: Patient).TakeAllAsync(Incoming.Registered(partner, reason: "family", permitNumber: Person.PermitNumber));
            await world.TakeAllAsync(named);
            await world.SettleAsync();

            Assert.Equal(2, await world.CountFilesAsync());
            var holder = await world.FileAsync(await world.HolderAsync(Person.PermitNumber));
            Assert.True(holder.IsPartner(await world.FileAsync(await world.RegisteredAsync(partner.NationalNumber))));
        });
    }

    private static StorageRequests BeforeItsCommit(TaskCompletionSource held, Task goOn) => new()
    {
        Before = async (request, _) =>
        {
            if (request.Uri.ToString().Contains("$batch", StringComparison.Ordinal) && held.TrySetResult())
            {
                await goOn;
            }
        },
    };
}
