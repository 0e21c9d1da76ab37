using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Inburgering.Accounts;
using Inburgering.Certificates;
using Inburgering.People;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Storage;

public sealed partial class LookupKeyRotationTests(AzuriteFixture azurite)
{
    private static readonly byte[] Second = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly byte[] Third = [.. Enumerable.Repeat((byte)3, 32)];
    private static readonly Somebody Holder = new(1);
    private static readonly Somebody Partner = new(2, BirthDate: "1990-11-02", GivenNames: "Deniz");

    [Fact]
    public async Task Under_the_new_key_everybody_is_found_by_everything_as_before()
    {
        var world = await LivedAsync();
        var (holderId, partnerId) = (await world.HolderAsync(Holder.PermitNumber), await world.RegisteredAsync(Partner.NationalNumber));
        var code = (await world.FileAsync(holderId)).Certificate!.VerificationCode;
        var before = await CountAsync(world);

        await RotateAsync(world, Second);
        var rotated = world.Another(keys: world.Keys.Under(Second));

        await rotated.Get<KeyCheck>().RunAsync(CancellationToken.None);
        Assert.Equal(before, await CountAsync(rotated));
        Assert.Equal(holderId, await rotated.HolderAsync(Holder.PermitNumber));
        Assert.Equal(partnerId, await rotated.RegisteredAsync(Partner.NationalNumber));
        Assert.Equal(holderId, await rotated.Get<AccountActivation>().PersonIdAsync("issuer", "ayse", CancellationToken.None));
        Assert.NotNull(await rotated.Get<CertificateVerification>().FindAsync(code, CancellationToken.None));
        Assert.Contains(holderId, await rotated.Get<PersonIndex>().AllOfAsync(rotated.Keys.Name("Yılmaz", Day(Holder.BirthDate)), CancellationToken.None));
        Assert.Contains(partnerId, await rotated.Get<PersonIndex>().AllOfAsync(rotated.Keys.HouseholdOf(Holder.NationalNumber), CancellationToken.None));
        Assert.NotNull(await rotated.Get<ActivationTries>().FindAsync(rotated.Keys.Account("issuer", "stranger"), CancellationToken.None));

        // Messages that were taken stay taken, and files that were begun go on.
        await rotated.TakeAllAsync(Incoming.Granted(Holder, Partner));
        await rotated.TakeAllAsync(Incoming.Registered(Holder, permitNumber: Holder.PermitNumber));
        await rotated.SettleAsync();
        Assert.Equal(2, await rotated.CountFilesAsync());
        Assert.Empty((await rotated.Get<AuditVerification>().OneAsync(holderId, CancellationToken.None)).Faults);
    }

    [Fact]
    public async Task Nothing_that_was_made_by_the_old_key_alone_is_left()
    {
        var world = await LivedAsync();
        var old = await HashesAsync(world);
        Assert.True(old.Count > 15);

        await RotateAsync(world, Second);

        Assert.Empty(old.Intersect(await HashesAsync(world)));
    }

    [Fact]
    public async Task Until_it_has_ended_the_app_starts_neither_with_the_old_key_nor_with_the_new_one()
    {
        var world = await LivedAsync();
        var requests = StorageRequests.CrashingAt(9, tookEffect: true);
        await StorageRequests.UntilCrashAsync(() => RotateAsync(world.Another(requests), Second));

        foreach (var keys in new[] { world.Keys, world.Keys.Under(Second) })
        {
            var refused = await Assert.ThrowsAsync<WrongKeyException>(() => world.Another(keys: keys).Get<KeyCheck>().RunAsync(CancellationToken.None));
            Assert.Contains("rotate", refused.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<WrongKeyException>(() => RotateAsync(world, Third));
        await RotateAsync(world, Second);
        await world.Another(keys: world.Keys.Under(Second)).Get<KeyCheck>().RunAsync(CancellationToken.None);
        await Assert.ThrowsAsync<WrongKeyException>(() => world.Get<KeyCheck>().RunAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_was_cut_short_anywhere_is_taken_up_by_the_next(bool tookEffect)
    {
        for (var number = 2; ; number += 11)
        {
            var world = await LivedAsync(passes: false);
            var (before, old) = (await CountAsync(world), await HashesAsync(world));
            var requests = StorageRequests.CrashingAt(number, tookEffect);
            await StorageRequests.UntilCrashAsync(() => RotateAsync(world.Another(requests), Second));
            await RotateAsync(world, Second);

            var rotated = world.Another(keys: world.Keys.Under(Second));
            Assert.Equal(before, await CountAsync(rotated));
            Assert.Empty(old.Intersect(await HashesAsync(rotated)));
            Assert.NotNull(await rotated.FindAsync(rotated.Keys.Permit(Holder.PermitNumber)));
            Assert.NotNull(await rotated.Get<AccountActivation>().PersonIdAsync("issuer", "ayse", CancellationToken.None));
            if (requests.Sent < number)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task It_can_be_rotated_again_and_the_same_rotation_twice_does_nothing()
    {
        var world = await LivedAsync();
        await RotateAsync(world, Second);
        Assert.Null(await RotateAsync(world, Second));

        var second = world.Another(keys: world.Keys.Under(Second));
        Assert.NotNull(await RotateAsync(second, Third));

        var third = world.Another(keys: second.Keys.Under(Third));
        Assert.NotNull(await third.FindAsync(third.Keys.Permit(Holder.PermitNumber)));
        Assert.Equal(third.Keys.Fingerprint, IndexKeys.Parse($"{Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(number => (byte)number)])} {Convert.ToBase64String(Second)}\n{Convert.ToBase64String(Third)} ").Fingerprint);
    }

    private async Task<World> LivedAsync(bool passes = true)
    {
        var world = await World.CreateAsync(azurite);
        await world.Get<KeyCheck>().RunAsync(CancellationToken.None);
        await world.TakeAllAsync(Incoming.Granted(Holder, Partner), Incoming.Registered(Partner, reason: "family", permitNumber: Holder.PermitNumber, household: [Holder]));
        await world.SettleAsync();
        var codes = world.Sender.DataOf("invitation.requested", await world.HolderAsync(Holder.PermitNumber));
        var activation = world.Get<AccountActivation>();
        Assert.NotNull((await activation.ActivateAsync("issuer", "ayse", codes[^1].GetProperty("activationCode").GetString()!, Day(Holder.BirthDate), CancellationToken.None)).Value);
        await activation.ActivateAsync("issuer", "stranger", "0000-0000-0000", Day(Holder.BirthDate), CancellationToken.None);
        if (passes)
        {
            await world.PassEverythingAsync(await world.HolderAsync(Holder.PermitNumber));
        }

        return world;
    }

    private static Task<RotationProgress?> RotateAsync(World world, byte[] secret) =>
        world.Get<LookupKeyRotation>().RunAsync(world.Keys, secret, new Progress<RotationProgress>(), CancellationToken.None);

    private static async Task<int> CountAsync(World world)
    {
        var count = 0;
        foreach (var table in new[] { world.Storage.Index, world.Storage.People })
        {
            await foreach (var _ in table.QueryAsync<TableEntity>(select: ["RowKey"]))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Every keyed hash in keys of rows and in files; hashes of the audit chain are none.</summary>
    private static async Task<HashSet<string>> HashesAsync(World world)
    {
        var hashes = new HashSet<string>();
        await foreach (var row in world.Storage.Index.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"]))
        {
            hashes.UnionWith(Hash().Matches(row.RowKey).Select(found => found.Value));
        }

        await foreach (var row in world.Storage.People.QueryAsync<TableEntity>())
        {
            hashes.UnionWith(Hash().Matches(row.RowKey).Select(found => found.Value));
            if (row.RowKey == "file")
            {
                var file = world.Get<RowCodec>().Decode<PersonFile>(row);
                hashes.UnionWith(Hash().Matches(RowCodec.ToJson(file with { AuditHead = null, Enforcement = null }).GetRawText()).Select(found => found.Value));
            }
        }

        return hashes;
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
