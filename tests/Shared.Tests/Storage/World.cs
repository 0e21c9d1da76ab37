using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Inburgering.Accounts;
using Inburgering.Arrivals;
using Inburgering.Cases;
using Inburgering.Certificates;
using Inburgering.Compliance;
using Inburgering.Eligibility;
using Inburgering.Enforcement;
using Inburgering.Learning;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Permits;
using Inburgering.Retention;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Storage;
using Inburgering.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>
/// All use cases on tables and containers of a test's own, with a clock that the test moves and a recorded Service Bus. It stands
/// in for the runtime only where that calls the use cases: the orchestrator and the queue of household changes.
/// </summary>
internal sealed class World
{
    // One key ring for all worlds, kept nowhere: another instance of a world reads what the first one wrote.
    private static readonly EphemeralDataProtectionProvider Protection = new();

    private readonly AzuriteFixture azurite;
    private readonly string prefix;
    private readonly ServiceProvider services;
    private int householdChangesTaken;

    private World(
        AzuriteFixture azurite, string prefix, MovableClock clock, RecordingSender sender, StorageRequests? requests, PublishRetries? retries = null, IndexKeys? keys = null, LeaseTimes? leases = null, bool perRetry = false)
    {
        Keys = keys ?? new IndexKeys([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);
        (this.azurite, this.prefix, Clock, Sender) = (azurite, prefix, clock, sender);
        var (tableOptions, blobOptions) = (new TableClientOptions(), new BlobClientOptions());
        if (requests is not null)
        {
            var position = perRetry ? HttpPipelinePosition.PerRetry : HttpPipelinePosition.PerCall;
            tableOptions.AddPolicy(requests, position);
            blobOptions.AddPolicy(requests, position);
        }

        var connectionString = azurite.ConnectionStringOf(prefix);
        Storage = new StorageTables(new TableServiceClient(connectionString, tableOptions), new BlobServiceClient(connectionString, blobOptions), prefix);
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IMessageSender>(sender)
            .AddSingleton(TestPolicy.Book)
            .AddSingleton<ContentEditions>().AddSingleton(provider => Published(provider.GetRequiredService<ContentEditions>()))
            .AddSingleton(Keys)
            .AddSingleton(new PublicAddresses("https://portal.example"))
            .AddSingleton(Storage)
            .AddSingleton<IDataProtectionProvider>(Protection).AddSingleton<RowCodec>().AddSingleton<KeyCheck>().AddSingleton<AuditVerification>().AddLogging()
            .AddSingleton<PersonStore>().AddSingleton<PersonIndex>().AddSingleton<PendingMarkers>().AddSingleton<CaseList>().AddSingleton<DueFiles>().AddSingleton<RetentionPlanning>().AddSingleton<LookupKeyRotation>().AddSingleton<Erasing>().AddSingleton<CaseViewing>().AddSingleton<CaseActs>().AddSingleton<PersonFiles>()
            .AddSingleton<PersonMatching>().AddSingleton(leases ?? LeaseTimes.Usual).AddSingleton<PersonJoining>().AddSingleton<MatchQueue>().AddSingleton<MatchFinding>().AddSingleton<MatchDeciding>().AddSingleton<ActivationTries>().AddSingleton<Outbox>().AddSingleton<AttemptClosing>().AddSingleton(retries ?? new PublishRetries())
            .AddSingleton<PermitIntake>().AddSingleton<RegistrationIntake>().AddSingleton<HouseholdReevaluation>().AddSingleton<ReceiptIntake>()
            .AddSingleton<AccountActivation>().AddSingleton<PartnerDeclaration>().AddSingleton<RectificationRequesting>().AddSingleton<RectificationAnswering>().AddSingleton<ActivationCodeReissue>().AddSingleton<SectionCompletion>().AddSingleton<TestTaking>()
            .AddSingleton<CertificateVerification>().AddSingleton<CertificateRevoking>().AddSingleton<AccommodationGranting>().AddSingleton<LanguageChoosing>().AddSingleton<ComplianceQuery>().AddSingleton<BreachConfirming>().AddSingleton<AdulthoodReviewing>().AddSingleton<ObligationAdvancing>()
            .AddSingleton<Postponing>().AddSingleton<Exempting>().AddSingleton<ReceiptProving>().AddSingleton<LetterResending>().AddSingleton<TrajectoryInterest>().AddSingleton<EnforcementCases>()
            .AddSingleton<PendingSweep>().AddSingleton<LetterRendering>().AddSingleton<DossierBuilding>().AddSingleton<OutcomeIntake>()
            .BuildServiceProvider();
    }

    // As published: storing two megabytes for each world would take longer than the tests.
    private static PublishedContent Published(ContentEditions editions)
    {
        var published = new PublishedContent(editions);
        published.Use(new ContentEdition(1, TestPolicy.Content));
        return published;
    }

    public MovableClock Clock { get; }

    public RecordingSender Sender { get; }

    public StorageTables Storage { get; }

    public IndexKeys Keys { get; }

    /// <summary>A world nobody lives in yet, on 2 March 2026 unless told.</summary>
    public static async Task<World> CreateAsync(AzuriteFixture azurite, DateTimeOffset? now = null)
    {
        var world = new World(azurite, "t" + Guid.NewGuid().ToString("N"), new MovableClock(now ?? InBrussels("2026-03-02")), new RecordingSender(), null);
        await world.Storage.CreateAsync(CancellationToken.None);
        return world;
    }

    /// <summary>Another instance of the app on the same storage, whose requests a test can see.</summary>
    /// <param name="perRetry">Each request as it goes over the line, also one that the client sends again.</param>
    public World Another(StorageRequests? requests = null, PublishRetries? retries = null, IndexKeys? keys = null, LeaseTimes? leases = null, bool perRetry = false) =>
        new(azurite, prefix, Clock, Sender, requests, retries, keys ?? Keys, leases, perRetry);

    /// <summary>Does several things at the same time, each on a thread of its own.</summary>
    public static Task AtOnceAsync(params Func<Task>[] things) => Task.WhenAll(things.Select(thing => Task.Run(thing)));

    /// <summary>The answers of several callers at the same time, each on a thread of its own.</summary>
    public static Task<T[]> AtOnceAsync<T>(params Func<Task<T>>[] callers) => Task.WhenAll(callers.Select(caller => Task.Run(caller)));

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<PersonFile> FileAsync(string personId) => (await Get<PersonStore>().FindAsync(personId, CancellationToken.None))!.File;

    public Task<string?> FindAsync(IndexKey key) => Get<PersonIndex>().FindAsync(key, CancellationToken.None);

    /// <summary>The person with that permit, who must be known.</summary>
    public async Task<string> HolderAsync(string permitNumber) => (await FindAsync(Keys.Permit(permitNumber)))!;

    /// <summary>The person with that national number, who must be known.</summary>
    public async Task<string> RegisteredAsync(string nationalNumber) => (await FindAsync(Keys.NationalNumber(nationalNumber)))!;

    public async Task<IntakeResult> TakeAsync(Incoming message) => message.Queue switch
    {
        Incoming.Permits => await Get<PermitIntake>().TakeAsync(message.Body, CancellationToken.None),
        Incoming.Registrations => await Get<RegistrationIntake>().TakeAsync(message.Body, CancellationToken.None),
        Incoming.Outcomes => await Get<OutcomeIntake>().TakeAsync(message.Body, CancellationToken.None),
        _ => await Get<ReceiptIntake>().TakeAsync(message.Body, CancellationToken.None),
    };

    /// <summary>Takes messages one after the other; each must be taken, not refused.</summary>
    public async Task TakeAllAsync(params Incoming[] messages)
    {
        foreach (var message in messages)
        {
            Assert.Null((await TakeAsync(message)).DeadLetter);
        }
    }

    /// <summary>Lets everything run that is left to do: household changes, orchestrators, outboxes; until nothing is.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; ; round++)
        {
            Assert.InRange(round, 0, 50);
            var toPlan = await Get<PendingSweep>().SweepAsync(CancellationToken.None);
            foreach (var personId in toPlan)
            {
                await OrchestrateAsync(personId);
            }

            var household = Sender.Tries.Where(message => message.Destination == OutgoingMessage.HouseholdChanges).Skip(householdChangesTaken).ToList();
            foreach (var change in household)
            {
                householdChangesTaken++;
                Assert.Null((await Get<HouseholdReevaluation>().TakeAsync(change.Body(), CancellationToken.None)).DeadLetter);
            }

            if (toPlan.Count == 0 && household.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>One wake of a person's orchestrator: plan and do until there is nothing to do but wait.</summary>
    public async Task<ObligationPlan> OrchestrateAsync(string personId)
    {
        for (var round = 0; ; round++)
        {
            Assert.InRange(round, 0, 20);
            var plan = await Get<ObligationAdvancing>().AdvanceAsync(personId, CancellationToken.None);
            if (plan.RendersLetters)
            {
                await Get<LetterRendering>().RenderAsync(personId, CancellationToken.None);
            }

            if (plan.BuildsDossier)
            {
                await Get<DossierBuilding>().BuildAsync(personId, CancellationToken.None);
            }

            if (!plan.HasWork)
            {
                return plan;
            }

            await Get<ObligationAdvancing>().FinishAsync(personId, plan.Mark, plan.Waiting, CancellationToken.None);
        }
    }

    /// <summary>Moves the clock and lets what falls due happen.</summary>
    public async Task MoveToAsync(DateTimeOffset instant, string personId)
    {
        Clock.MoveTo(instant);
        await OrchestrateAsync(personId);
        await SettleAsync();
    }

    /// <summary>Goes through a module's sections and takes its test.</summary>
    public async Task<Attempt> TakeTestAsync(string personId, string moduleId, bool pass)
    {
        await CompleteSectionsAsync(personId, moduleId);
        var attempt = (await Get<TestTaking>().StartAsync(personId, moduleId, null, null, CancellationToken.None)).Value!;
        var answer = await Get<TestTaking>().SubmitAsync(personId, attempt.AttemptId, Answers(attempt, pass), CancellationToken.None);
        return answer.Value!.Result;
    }

    public async Task CompleteSectionsAsync(string personId, string moduleId)
    {
        foreach (var sectionId in TestPolicy.Content.Modules[moduleId].SectionIds)
        {
            Assert.Null((await Get<SectionCompletion>().CompleteAsync(personId, moduleId, sectionId, CancellationToken.None)).Refusal);
        }
    }

    public async Task PassEverythingAsync(string personId)
    {
        foreach (var moduleId in TestPolicy.Current.CompulsoryModules)
        {
            Assert.True((await TakeTestAsync(personId, moduleId, pass: true)).Result!.Passed);
        }

        await SettleAsync();
    }

    /// <summary>Answers to every question, all right or all wrong.</summary>
    public static IReadOnlyList<GivenAnswer> Answers(Attempt attempt, bool right)
    {
        var bank = TestPolicy.Content.Modules[attempt.ModuleId].Questions.ToDictionary(question => question.QuestionId);
        return [.. attempt.Questions.Select(drawn => new GivenAnswer(
            drawn.QuestionId,
            [.. bank[drawn.QuestionId].Options.Where(option => option.Correct == right).Select(option => option.OptionId)]))];
    }

    /// <summary>How many people have a file.</summary>
    public async Task<int> CountFilesAsync()
    {
        var count = 0;
        await foreach (var row in Storage.People.QueryAsync<TableEntity>("RowKey eq 'file'"))
        {
            // A file that went up in another one is found by its id as that one.
            count += (await FileAsync(row.PartitionKey)).PersonId == row.PartitionKey ? 1 : 0;
        }

        return count;
    }

    public async Task<List<PendingMarker>> MarkersAsync()
    {
        var markers = new List<PendingMarker>();
        await foreach (var marker in Get<PendingMarkers>().AllAsync(CancellationToken.None))
        {
            markers.Add(marker);
        }

        return markers;
    }

    /// <summary>The statuses DWEWIS was told of, in order.</summary>
    public IReadOnlyList<string?> ToldDwewis(string personId) => [.. Sender.DataOf("compliance.changed", personId).Select(data => data.GetProperty("status").GetString())];
}
