using System.Reflection;
using Azure.Data.Tables;
using Inburgering.Accounts;
using Inburgering.Certificates;
using Inburgering.People;
using Inburgering.Retention;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Storage;

public sealed class LookupKeyRotationTests(AzuriteFixture azurite)
{
    private static readonly byte[] Second = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly byte[] Third = [.. Enumerable.Repeat((byte)3, 32)];

    /// <summary>Hashes that nobody is looked up by, by the place where they stand: made without the secret.</summary>
    private static readonly string[] NoLookups =
    [
        "people file auditHead", "people audit previousHash", "people answer bodySha256", "index keys lookupKey",
    ];

    /// <summary>Where files and rows keep keyed hashes in their content.</summary>
    private static readonly string[] KeptInFiles =
    [
        "people file accountKey", "people file codeKey", "people file latestMessages", "people file formerHousehold", "people file hash", "index LeasedBy",
    ];

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

    /// <summary>
    /// Everything in storage is looked through, wherever it stands: a place that keeps a keyed hash and that the rotation does not know
    /// keeps the old one. And a life that does not leave a key of every kind proves nothing: a new kind of key is lived here first.
    /// </summary>
    [Fact]
    public async Task Nothing_that_was_made_by_the_old_key_alone_is_left_and_no_kind_of_key_was_forgotten()
    {
        var world = await LivedAsync();
        await LeaveEveryKeyAsync(world);
        var old = await StoredHashes.FindAsync(world);
        Assert.Equal(KindsOfKeys(world.Keys), old.Where(hash => hash.Kind is not null).Select(hash => hash.Kind!).Distinct().Order(StringComparer.Ordinal));
        Assert.Superset(KeptInFiles.ToHashSet(), old.Select(hash => hash.Place).ToHashSet());

        await RotateAsync(world, Second);

        var before = old.Select(hash => hash.Hash).ToHashSet();
        Assert.Empty((await StoredHashes.FindAsync(world)).Where(hash => before.Contains(hash.Hash)).Select(hash => hash.Place).Except(NoLookups));
    }

    /// <summary>What was begun by a message under the old key and cut short anywhere is ended by the same message under the new one.</summary>
    [Fact]
    public async Task A_message_that_was_taken_by_half_is_taken_whole_after_the_rotation()
    {
        for (var number = 2; ; number += 7)
        {
            var world = await World.CreateAsync(azurite);
            await world.Get<KeyCheck>().RunAsync(CancellationToken.None);
            var requests = StorageRequests.CrashingAt(number, tookEffect: number % 2 == 0);
            await StorageRequests.UntilCrashAsync(() => world.Another(requests).TakeAllAsync(Incoming.Granted(Holder, Partner)));
            await RotateAsync(world, Second);

            var rotated = world.Another(keys: world.Keys.Under(Second));
            await rotated.TakeAllAsync(Incoming.Granted(Holder, Partner));
            await rotated.SettleAsync();

            Assert.Equal(2, await rotated.CountFilesAsync());
            Assert.Equal(2, rotated.Sender.DataOf("invitation.requested").Select(data => data.GetProperty("personId").GetString()).Distinct().Count());
            Assert.Equal(Partner.Email, (await rotated.FileAsync((await rotated.FindAsync(rotated.Keys.PermitPartner(Holder.PermitNumber, Day(Partner.BirthDate))))!)).Details.Email);
            if (requests.Sent < number)
            {
                return;
            }
        }
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

    [Fact]
    public async Task A_run_that_was_cut_short_anywhere_is_taken_up_by_the_next()
    {
        var world = await LivedAsync(passes: false);
        for (var number = 2; ; number += 5)
        {
            byte[] secret = [.. Enumerable.Repeat((byte)(100 + number), 32)];
            var (before, old) = (await CountAsync(world), await LookupsAsync(world));
            var requests = StorageRequests.CrashingAt(number, tookEffect: number % 2 == 0);
            await StorageRequests.UntilCrashAsync(() => RotateAsync(world.Another(requests), secret));
            await RotateAsync(world, secret);

            world = world.Another(keys: world.Keys.Under(secret));
            Assert.Equal(before, await CountAsync(world));
            Assert.Empty(old.Intersect(await LookupsAsync(world)));
            Assert.NotNull(await world.FindAsync(world.Keys.Permit(Holder.PermitNumber)));
            Assert.NotNull(await world.Get<AccountActivation>().PersonIdAsync("issuer", "ayse", CancellationToken.None));
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

    /// <summary>Every hash that is looked up by.</summary>
    private static async Task<HashSet<string>> LookupsAsync(World world) =>
        [.. (await StoredHashes.FindAsync(world)).Where(hash => !NoLookups.Contains(hash.Place)).Select(hash => hash.Hash)];

    /// <summary>A key of each kind that the lives did not leave: an act's answer, a household of once, an account that is being bound, an erasure that was cut short.</summary>
    private static async Task LeaveEveryKeyAsync(World world)
    {
        var keys = world.Keys;
        var holderId = await world.HolderAsync(Holder.PermitNumber);
        await world.Get<PersonStore>().KeepAnswerAsync(holderId, keys.Act("issuer", "ayse", "/api/v1/me/partners", "one"), new KeptAnswer(new string('b', 64), 201, null, null, "{}", world.Clock.GetUtcNow()), CancellationToken.None);
        Assert.Null((await world.Get<PartnerDeclaration>().DeclareAsync(holderId, new PersonDetails("Deniz", "Yılmaz", Day(Partner.BirthDate), "TR", Email: "deniz@example.org"), CancellationToken.None)).Refusal);
        await world.TakeAllAsync(Incoming.Registered(Partner, reason: "family", permitNumber: Holder.PermitNumber, version: 2, household: [new Somebody(3)]), Incoming.Granted(new Somebody(4)), Incoming.Granted(new Somebody(5)), Incoming.Registered(new Somebody(7)));
        await world.SettleAsync();

        var erased = (await world.Get<PersonStore>().FindAsync(await world.HolderAsync(new Somebody(5).PermitNumber), CancellationToken.None))!;
        var change = new FileChange(erased.File, world.Clock.GetUtcNow(), Actor.System);
        change.Update(file => file with
        {
            AccountClaim = new AccountClaim(keys.Account("issuer", "slow").Hash, world.Clock.GetUtcNow(), "slow"),
            Retention = file.Retention with { Leftovers = new Leftovers([keys.Permit("W-2020-0000001")], [keys.PermitPartner("W-2020-0000001", Day(Partner.BirthDate))], [keys.Name("Yılmaz", Day(Partner.BirthDate))], null) },
        });
        Assert.Equal(CommitResult.Committed, await world.Get<PersonStore>().CommitAsync(erased, change, null, [], CancellationToken.None));

        // In the middle of a message, with the identifiers held.
        await StorageRequests.UntilCrashAsync(() => world.Another(StorageRequests.CrashingAt(6, tookEffect: true)).TakeAllAsync(Incoming.Granted(new Somebody(6))));
    }

    /// <summary>The kind of each key that can be made, by making one of each.</summary>
    private static IEnumerable<string> KindsOfKeys(IndexKeys keys) => typeof(IndexKeys)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.ReturnType == typeof(IndexKey))
        .Select(method => (IndexKey)method.Invoke(keys, [.. method.GetParameters().Select(parameter => parameter.ParameterType == typeof(DateOnly) ? (object)Day("1990-01-01") : "x")])!)
        .Select(key => key.Kind)
        .Append(ActivationTries.Kind)
        .Order(StringComparer.Ordinal);
}
