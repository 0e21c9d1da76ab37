using Inburgering.People;
using Inburgering.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>The app does not work on data under other keys than that data was written under.</summary>
public sealed class KeyCheckTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_same_keys_pass_again_and_again()
    {
        var world = await World.CreateAsync(azurite);

        await World.AtOnceAsync([.. Enumerable.Repeat<Func<Task>>(() => world.Get<KeyCheck>().RunAsync(CancellationToken.None), 4)]);
        await world.Another().Get<KeyCheck>().RunAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Another_look_up_key_is_refused_by_its_name()
    {
        var world = await World.CreateAsync(azurite);
        await world.Get<KeyCheck>().RunAsync(CancellationToken.None);
        var other = new KeyCheck(world.Storage, world.Get<RowCodec>(), new IndexKeys(new byte[32]));

        var exception = await Assert.ThrowsAsync<WrongKeyException>(() => other.RunAsync(CancellationToken.None));

        Assert.StartsWith("Inburgering__LookupKey ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_ring_is_refused_by_its_name()
    {
        var world = await World.CreateAsync(azurite);
        await world.Get<KeyCheck>().RunAsync(CancellationToken.None);
        var other = new KeyCheck(world.Storage, new RowCodec(new EphemeralDataProtectionProvider()), world.Keys);

        var exception = await Assert.ThrowsAsync<WrongKeyException>(() => other.RunAsync(CancellationToken.None));

        Assert.StartsWith("DataProtection__KeyRing ", exception.Message, StringComparison.Ordinal);
    }
}
