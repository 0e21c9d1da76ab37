using Inburgering.Learning;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Shared.Tests.TestData;

namespace Inburgering.Shared.Tests.Learning;

public sealed class SectionCompletionTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);
    private static readonly IReadOnlyList<string> Sections = TestPolicy.Content.Modules["basis"].SectionIds;

    [Fact]
    public async Task A_section_is_gone_through_once_however_often_it_is_said()
    {
        var (world, personId) = await GrantedAsync();

        await CompleteAsync(world, personId, "basis", Sections[0]);
        var again = await CompleteAsync(world, personId, "basis", Sections[0]);

        Assert.Equal([Sections[0]], again.Value!.CompletedSections);
        Assert.Single(await world.Get<Inburgering.Storage.PersonStore>().AuditAsync(personId, CancellationToken.None), line => line.Action == "sectionCompleted");
    }

    [Fact]
    public async Task Sections_that_two_devices_go_through_at_once_all_count()
    {
        var (world, personId) = await GrantedAsync();

        await World.AtOnceAsync([.. Sections.Select(sectionId => (Func<Task>)(() => CompleteAsync(world, personId, "basis", sectionId)))]);

        Assert.Equal(ModuleStatus.ReadyForTest, (await world.FileAsync(personId)).Progress("basis").StatusIn([.. Sections]));
    }

    [Theory]
    [InlineData("basis", "gone")]
    [InlineData("gone", "one")]
    [InlineData("rights-duties", "")]
    public async Task A_section_that_is_none_is_not_found(string moduleId, string sectionId)
    {
        var (world, personId) = await GrantedAsync();

        Assert.Equal(RefusalKind.NotFound, (await CompleteAsync(world, personId, moduleId, sectionId)).Refusal!.Kind);
    }

    [Fact]
    public async Task Whoever_has_no_access_is_refused()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person, category: "seasonal"));

        Assert.Equal("accessClosed", (await CompleteAsync(world, await world.HolderAsync(Person.PermitNumber), "basis", Sections[0])).Refusal!.Code);
    }

    private async Task<(World World, string PersonId)> GrantedAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person));
        return (world, await world.HolderAsync(Person.PermitNumber));
    }

    private static Task<Answer<ModuleProgress>> CompleteAsync(World world, string personId, string moduleId, string sectionId) =>
        world.Get<SectionCompletion>().CompleteAsync(personId, moduleId, sectionId, CancellationToken.None);
}
