using Inburgering.Accounts;
using Inburgering.Letters;
using Inburgering.Shared.Tests.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Letters;

public sealed class LetterRenderingTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task A_letter_is_rendered_once_stored_and_asked_to_be_sent_with_a_code_that_works()
    {
        var (world, personId) = await RegisteredAsync();

        await RenderAsync(world, personId);
        await RenderAsync(world, personId);
        await world.SettleAsync();

        var letter = Assert.Single((await world.FileAsync(personId)).Letters);
        var requested = Assert.Single(world.Sender.DataOf("letter.requested"));
        Assert.Equal((letter.LetterId, personId, "recruitment", "tr"), (Text(requested, "letterId"), Text(requested, "personId"), Text(requested, "kind"), Text(requested, "language")));
        Assert.Equal("Ayşe Yılmaz", requested.GetProperty("recipient").GetProperty("name").GetString());
        Assert.EndsWith(letter.DocumentPath!, Text(requested, "documentUrl"), StringComparison.Ordinal);
        Assert.DoesNotContain('?', Text(requested, "documentUrl"));
        Assert.StartsWith("%PDF", await PdfAsync(world, letter.DocumentPath!), StringComparison.Ordinal);
        var activated = await world.Get<AccountActivation>().ActivateAsync("issuer", "alice", Text(requested, "activationCode"), Day("1991-05-17"), CancellationToken.None);
        Assert.Equal(personId, activated.Value);
    }

    [Fact]
    public async Task Two_that_render_at_once_make_one_letter_and_the_code_that_is_sent_is_the_one_in_it()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var (world, personId) = await RegisteredAsync();

            await World.AtOnceAsync(() => RenderAsync(world, personId), () => RenderAsync(world.Another(), personId));
            await world.SettleAsync();

            var file = await world.FileAsync(personId);
            var requested = Assert.Single(world.Sender.DataOf("letter.requested"));
            Assert.EndsWith(Assert.Single(file.Letters).DocumentPath!, Text(requested, "documentUrl"), StringComparison.Ordinal);
            Assert.Equal(world.Keys.ActivationCode(Text(requested, "activationCode")).Hash, Assert.Single(file.ActivationCodes).CodeKey);
        }
    }

    [Fact]
    public async Task A_crash_after_the_document_was_stored_is_healed_by_rendering_again()
    {
        var (world, personId) = await RegisteredAsync();
        var requests = new StorageRequests();
        requests.Before = (request, _) => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? Task.FromException(new CrashException()) : Task.CompletedTask;

        await Assert.ThrowsAsync<CrashException>(() => RenderAsync(world.Another(requests), personId));
        await world.SettleAsync();

        Assert.Single(world.Sender.DataOf("letter.requested"));
        Assert.StartsWith("%PDF", await PdfAsync(world, (await world.FileAsync(personId)).Letters.Single().DocumentPath!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_an_account_gets_no_code_in_the_letter()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person));
        var personId = await world.HolderAsync(Person.PermitNumber);
        await world.Get<AccountActivation>().ActivateAsync(
            "issuer", "alice", Text(world.Sender.DataOf("invitation.requested").Single(), "activationCode"), Day("1991-05-17"), CancellationToken.None);

        await world.TakeAllAsync(Incoming.Registered(Person, permitNumber: Person.PermitNumber));
        await world.SettleAsync();

        Assert.False(Assert.Single(world.Sender.DataOf("letter.requested", personId)).TryGetProperty("activationCode", out _));
    }

    [Fact]
    public async Task A_withdrawal_carries_no_code()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person, permitNumber: Person.PermitNumber), Incoming.Granted(Person, category: "seasonal"));
        await world.SettleAsync();

        Assert.Equal(
            [("recruitment", true), ("withdrawal", false)],
            world.Sender.DataOf("letter.requested").Select(requested => (Text(requested, "kind"), requested.TryGetProperty("activationCode", out _))));
    }

    private async Task<(World World, string PersonId)> RegisteredAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        return (world, await world.RegisteredAsync(Person.NationalNumber));
    }

    private static Task RenderAsync(World world, string personId) => world.Get<LetterRendering>().RenderAsync(personId, CancellationToken.None);

    private static string Text(System.Text.Json.JsonElement data, string name) => data.GetProperty(name).GetString()!;

    private static async Task<string> PdfAsync(World world, string path) =>
        System.Text.Encoding.Latin1.GetString((await world.Storage.Letters.GetBlobClient(path).DownloadContentAsync()).Value.Content.ToArray());
}
