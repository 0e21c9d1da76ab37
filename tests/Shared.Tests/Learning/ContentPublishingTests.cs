using Inburgering.Learning;
using Inburgering.Shared.Tests.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Learning;

/// <summary>Editions: published whole or not at all, never replaced, taken by a running app, kept for the tests that were taken on them.</summary>
public sealed class ContentPublishingTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly DateTimeOffset Now = Utc("2026-05-20T08:00:00Z");

    private readonly ContentFolder folder = new();
    private World? world;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_first_edition_is_in_force_with_everything_that_was_in_the_package()
    {
        var editions = await EditionsAsync();
        var published = new PublishedContent(editions);
        Assert.False(await published.RefreshAsync(CancellationToken.None));

        var first = await PublishAsync(editions);

        Assert.Equal((1, "an.peeters"), (first.Number, first.PublishedBy));
        Assert.True(await published.RefreshAsync(CancellationToken.None));
        Assert.Equal(Json(Read()), Json(published.Package));
        Assert.False(await published.RefreshAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_running_app_takes_the_next_edition_and_still_reads_the_earlier_one()
    {
        var editions = await EditionsAsync();
        await PublishAsync(editions);
        var published = new PublishedContent(editions);
        await published.RefreshAsync(CancellationToken.None);
        folder.Replace("module.yaml", "version: 2", "version: 3");
        folder.Replace("nl/questions.yaml", "text: Betaalt iedereen?", "text: Betaalt u ook?");

        await PublishAsync(editions);

        Assert.Equal("Betaalt iedereen?", published.Package.Modules["taxation"].Texts["nl"].Questions["q1"].Text);
        Assert.True(await published.RefreshAsync(CancellationToken.None));
        Assert.Equal((2, "Betaalt u ook?"), (published.Edition.Number, published.Package.Modules["taxation"].Texts["nl"].Questions["q1"].Text));
        Assert.Equal("Betaalt iedereen?", (await published.FindAsync(1, CancellationToken.None)).Package.Modules["taxation"].Texts["nl"].Questions["q1"].Text);
        Assert.Same(published.Edition, await published.FindAsync(2, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => published.FindAsync(7, CancellationToken.None));
    }

    [Fact]
    public async Task A_plan_says_what_changes_and_nothing_is_written()
    {
        var editions = await EditionsAsync();
        var first = await new ContentPublishing(editions).PlanAsync(Read(), CancellationToken.None);
        Assert.Equal(["taxation: new: 2 sections, 2 questions, in nl"], first.Changes.Select(change => change.ToString()));
        Assert.Null(await editions.InForceAsync(CancellationToken.None));
        await PublishAsync(editions);

        folder.Replace("module.yaml", "version: 2", "version: 3");
        folder.Replace("module.yaml", "minutes: 15", "minutes: 20");
        folder.Replace("questions.yaml", "{ optionId: a, correct: true }", "{ optionId: a, correct: false }");
        folder.Replace("questions.yaml", "{ optionId: b, correct: false }", "{ optionId: b, correct: true }");
        folder.Replace("nl/why.md", "Iedereen betaalt.", "Bijna iedereen betaalt.");
        folder.AddLanguage("en");

        Assert.Equal(
            [
                "taxation: version 2 → 3", "taxation: new language en", "taxation: minutes or order of sections changed",
                "taxation: what is right, asked or sampled changed at q1", "taxation: nl: other words in why",
            ],
            (await new ContentPublishing(editions).PlanAsync(Read(), CancellationToken.None)).Changes.Select(change => change.ToString()));
    }

    [Fact]
    public async Task What_only_has_another_id_is_one_line()
    {
        var editions = await EditionsAsync();
        await PublishAsync(editions);
        folder.Replace("module.yaml", "version: 2", "version: 3");
        folder.Rename("why", "reason");
        folder.Rename("q2", "q9");

        Assert.Equal(
            ["taxation: version 2 → 3", "taxation: section why is now reason: whoever went through it does so again", "taxation: question q2 is now q9"],
            (await new ContentPublishing(editions).PlanAsync(Read(), CancellationToken.None)).Changes.Select(change => change.ToString()));

        // With other words it is another question, for all that anybody can tell.
        folder.Replace("nl/questions.yaml", "text: Waar geeft u aan?", "text: Wanneer geeft u aan?");
        folder.Replace("questions.yaml", "section: reason", "section: how");
        folder.Replace("module.yaml", "minutes: 10", "minutes: 11");

        Assert.Equal(
            [
                "taxation: version 2 → 3", "taxation: section why is now reason: whoever went through it does so again", "taxation: new question q9", "taxation: question q2 gone",
                "taxation: minutes or order of sections changed", "taxation: what is right, asked or sampled changed at q1",
            ],
            (await new ContentPublishing(editions).PlanAsync(Read(), CancellationToken.None)).Changes.Select(change => change.ToString()));
    }

    [Fact]
    public async Task The_same_package_again_changes_nothing()
    {
        var editions = await EditionsAsync();
        await PublishAsync(editions);

        var plan = await new ContentPublishing(editions).PlanAsync(Read(), CancellationToken.None);

        Assert.Empty(plan.Changes);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public async Task A_change_under_the_same_version_is_refused_and_what_is_published_stays()
    {
        var editions = await EditionsAsync();
        await PublishAsync(editions);
        folder.Replace("nl/why.md", "Iedereen betaalt.", "Niemand betaalt.");

        var plan = await new ContentPublishing(editions).PlanAsync(Read(), CancellationToken.None);

        Assert.Equal(["taxation/module.yaml: version 2 is published with other content: raise version"], plan.Problems.Select(problem => problem.ToString()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => new ContentPublishing(editions).PublishAsync(plan, "an.peeters", Now, CancellationToken.None));
        Assert.Equal(1, (await editions.InForceAsync(CancellationToken.None))!.InForce.Number);
    }

    [Fact]
    public async Task A_lower_version_and_a_module_that_is_gone_are_refused()
    {
        var editions = await EditionsAsync();
        folder.Copy("taxation", "residence-law");
        await PublishAsync(editions);
        folder.Replace("module.yaml", "version: 2", "version: 1");
        folder.Remove("residence-law");

        Assert.Equal(
            ["residence-law: is published and gone from the package: people have passed it, keep its folder", "taxation/module.yaml: version 1 is lower than the published 2"],
            (await new ContentPublishing(editions).PlanAsync(Read(), CancellationToken.None)).Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public async Task A_language_is_added_under_the_same_version()
    {
        var editions = await EditionsAsync();
        await PublishAsync(editions);
        folder.AddLanguage("en");

        var second = await PublishAsync(editions);

        Assert.Equal(2, second.Number);
        Assert.Equal(["en", "nl"], (await editions.ReadAsync(2, CancellationToken.None)).Package.Modules["taxation"].Texts.Keys);
    }

    [Fact]
    public async Task Of_two_who_publish_at_once_one_is_told_to_look_again()
    {
        var editions = await EditionsAsync();
        await PublishAsync(editions);
        folder.AddLanguage("en");
        var publishing = new ContentPublishing(editions);
        var plan = await publishing.PlanAsync(Read(), CancellationToken.None);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(number => publishing.PublishAsync(plan, $"publisher {number}", Now, CancellationToken.None)));

        var inForce = Assert.Single(outcomes.OfType<EditionInForce>());
        Assert.Equal(inForce, (await editions.InForceAsync(CancellationToken.None))!.InForce);
    }

    [Fact]
    public async Task A_publication_that_was_cut_off_before_its_end_is_never_in_force_and_hinders_nobody()
    {
        var editions = await EditionsAsync();
        await PublishAsync(editions);
        await world!.Storage.Content.UploadBlobAsync("editions/000002.json", BinaryData.FromString("{ \"modu"), TestContext.Current.CancellationToken);

        folder.AddLanguage("en");
        var next = await PublishAsync(editions);

        Assert.Equal(3, next.Number);
        Assert.Equal(["en", "nl"], (await editions.ReadAsync(3, CancellationToken.None)).Package.Modules["taxation"].Texts.Keys);
    }

    [Fact]
    public async Task A_publication_that_is_killed_at_any_request_leaves_the_old_or_the_new_and_can_be_done_again()
    {
        var inForceAfter = new List<int>();
        for (var request = 1; ; request++)
        {
            foreach (var tookEffect in new[] { false, true })
            {
                var editions = await EditionsAsync();
                using var before = new ContentFolder();
                var publishing = new ContentPublishing(editions);
                Assert.NotNull(await publishing.PublishAsync(await publishing.PlanAsync(ContentReader.Read(before.Path).Package, CancellationToken.None), "an.peeters", Now, CancellationToken.None));
                before.AddLanguage("en");
                var package = ContentReader.Read(before.Path).Package;
                var requests = StorageRequests.CrashingAt(request, tookEffect);
                var killed = new ContentPublishing(world!.Another(requests).Get<ContentEditions>());
                await StorageRequests.UntilCrashAsync(async () => await killed.PublishAsync(await killed.PlanAsync(package, CancellationToken.None), "killed", Now, CancellationToken.None));

                var published = new PublishedContent(editions);
                Assert.True(await published.RefreshAsync(CancellationToken.None));
                Assert.Equal(published.Edition.Number > 1 ? ["en", "nl"] : ["nl"], published.Package.Modules["taxation"].Texts.Keys);
                inForceAfter.Add(published.Edition.Number);

                var plan = await publishing.PlanAsync(package, CancellationToken.None);
                Assert.Equal(published.Edition.Number > 1, plan.Changes.Count == 0);
                if (plan.Changes.Count > 0)
                {
                    Assert.NotNull(await publishing.PublishAsync(plan, "again", Now, CancellationToken.None));
                }

                Assert.True(await published.RefreshAsync(CancellationToken.None) || plan.Changes.Count == 0);
                Assert.Equal(["en", "nl"], published.Package.Modules["taxation"].Texts.Keys);
                if (requests.Sent < request)
                {
                    Assert.Contains(1, inForceAfter);
                    Assert.Contains(2, inForceAfter);
                    return;
                }
            }
        }
    }

    [Fact]
    public async Task A_publication_whose_last_answer_is_lost_is_in_force_and_says_so()
    {
        var editions = await EditionsAsync();
        await PublishAsync(editions);
        folder.AddLanguage("en");
        var lost = 0;
        var requests = new StorageRequests
        {
            // The write takes effect; whoever sent it sees only that the line broke, and the client sends it again.
            After = (request, _) => request.Method == Azure.Core.RequestMethod.Put && request.Uri.Path.EndsWith("current.json", StringComparison.Ordinal) && lost++ == 0
                ? Task.FromException(new IOException("The line broke."))
                : Task.CompletedTask,
        };
        var publishing = new ContentPublishing(world!.Another(requests, perRetry: true).Get<ContentEditions>());

        var published = await publishing.PublishAsync(await publishing.PlanAsync(Read(), CancellationToken.None), "an.peeters", Now, CancellationToken.None);

        Assert.Equal(2, lost);
        Assert.Equal(2, published!.Number);
        Assert.Equal(published, (await editions.InForceAsync(CancellationToken.None))!.InForce);
    }

    private async Task<ContentEditions> EditionsAsync()
    {
        world = await World.CreateAsync(azurite);
        return world.Get<ContentEditions>();
    }

    private async Task<EditionInForce> PublishAsync(ContentEditions editions)
    {
        var publishing = new ContentPublishing(editions);
        var plan = await publishing.PlanAsync(Read(), CancellationToken.None);
        Assert.Empty(plan.Problems);
        return (await publishing.PublishAsync(plan, "an.peeters", Now, CancellationToken.None))!;
    }

    private ContentPackage Read()
    {
        var (package, problems) = ContentReader.Read(folder.Path);
        Assert.Empty(problems);
        return package;
    }

    private static string Json(ContentPackage package) => System.Text.Json.JsonSerializer.Serialize(package);
}
