using System.Security.Cryptography;
using System.Text.Json;
using Inburgering.Cases;
using Inburgering.Arrivals;
using Inburgering.Enforcement;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Enforcement;

public sealed class DossierBuildingTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task Building_again_makes_no_second_dossier()
    {
        var (world, personId) = await ConfirmedAsync();

        await BuildAsync(world, personId);
        await BuildAsync(world, personId);
        await world.SettleAsync();

        await IsOneWholeDossierAsync(world, personId);
    }

    [Fact]
    public async Task Building_twice_at_once_makes_one_dossier()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var (world, personId) = await ConfirmedAsync();

            await World.AtOnceAsync(() => BuildAsync(world, personId), () => BuildAsync(world.Another(), personId));
            await world.SettleAsync();

            await IsOneWholeDossierAsync(world, personId);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_moment_and_a_second_try_make_one_dossier(bool tookEffect)
    {
        var requests = new StorageRequests();
        var (counted, countedId) = await ConfirmedAsync();
        await BuildAsync(counted.Another(requests), countedId);

        foreach (var number in Enumerable.Range(1, requests.Sent))
        {
            var (world, personId) = await ConfirmedAsync();
            await StorageRequests.UntilCrashAsync(() => BuildAsync(world.Another(StorageRequests.CrashingAt(number, tookEffect)), personId));

            await world.SettleAsync();

            await IsOneWholeDossierAsync(world, personId);
        }
    }

    [Fact]
    public async Task A_dossier_that_was_stored_is_never_replaced()
    {
        var (world, personId) = await ConfirmedAsync();
        var requests = new StorageRequests();
        requests.Before = (request, _) => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? Task.FromException(new CrashException()) : Task.CompletedTask;
        await Assert.ThrowsAsync<CrashException>(() => BuildAsync(world.Another(requests), personId));
        var stored = await PdfAsync(world, $"{personId}/enf-{personId}.pdf");

        // The log of attempts grows, so that a dossier made now would say more.
        await world.TakeTestAsync(personId, "basis", pass: false);
        await world.SettleAsync();

        await IsOneWholeDossierAsync(world, personId);
        Assert.Equal(stored, await PdfAsync(world, $"{personId}/enf-{personId}.pdf"));
    }

    [Fact]
    public async Task The_data_beside_the_document_hold_what_the_officers_of_ABB_need()
    {
        var (world, personId) = await ConfirmedAsync();
        await BuildAsync(world, personId);

        var dossier = (await world.FileAsync(personId)).Enforcement!.Dossier!;
        var data = JsonDocument.Parse((await world.Storage.Dossiers.GetBlobClient(dossier.DataPath).DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content).RootElement;

        Assert.Equal($"enf-{personId}", data.GetProperty("enforcementCaseId").GetString());
        Assert.Equal("2026-09-07", data.GetProperty("deadlineOn").GetString());
        Assert.Equal("workerInFlanders", data.GetProperty("eligibilityReason").GetString());
        Assert.Equal("officer-7", data.GetProperty("confirmation").GetProperty("officerName").GetString());
        Assert.Contains(data.GetProperty("identifiers").EnumerateArray(), identifier => identifier.GetProperty("value").GetString() == Person.NationalNumber);
        Assert.Equal(3, data.GetProperty("deadlineDerivation").GetArrayLength());
        Assert.Equal(3, data.GetProperty("modules").GetArrayLength());
        Assert.Equal(1, data.GetProperty("attempts").GetArrayLength());
        Assert.Equal("2026-03-05", data.GetProperty("letters")[0].GetProperty("receivedOn").GetString());
    }

    [Fact]
    public async Task Without_a_confirmed_breach_nothing_is_built()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        await world.SettleAsync();
        var personId = await world.RegisteredAsync(Person.NationalNumber);

        await BuildAsync(world, personId);
        await BuildAsync(world, "nobody");

        Assert.Null((await world.FileAsync(personId)).Enforcement);
        Assert.Empty(world.Sender.DataOf("enforcement.referred"));
    }

    private async Task<(World World, string PersonId)> ConfirmedAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        await world.SettleAsync();
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        await world.TakeAllAsync(Incoming.Posted($"{personId}-1", "2026-03-02"));
        await world.TakeTestAsync(personId, "basis", pass: false);
        await world.MoveToAsync(InBrussels("2026-09-09"), personId);
        await world.Get<BreachConfirming>().ConfirmAsync(personId, new CaseOfficer(Agency.Agii, "officer-7"), "No contact.", CancellationToken.None);
        return (world, personId);
    }

    private static Task BuildAsync(World world, string personId) => world.Get<DossierBuilding>().BuildAsync(personId, CancellationToken.None);

    private static async Task IsOneWholeDossierAsync(World world, string personId)
    {
        var referral = (await world.FileAsync(personId)).Enforcement!;
        var pdf = await PdfAsync(world, referral.Dossier!.DocumentPath);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(pdf)), referral.Dossier.Sha256);
        var referred = Assert.Single(world.Sender.DataOf("enforcement.referred"));
        Assert.Equal((referral.EnforcementCaseId, referral.Dossier.Sha256), (referred.GetProperty("enforcementCaseId").GetString(), referred.GetProperty("dossierSha256").GetString()));
        Assert.Empty(await world.MarkersAsync());
    }

    private static async Task<byte[]> PdfAsync(World world, string path) => (await world.Storage.Dossiers.GetBlobClient(path).DownloadContentAsync()).Value.Content.ToArray();
}
