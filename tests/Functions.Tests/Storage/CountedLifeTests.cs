using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Inburgering.LocalRuntime;
using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.Storage;

/// <summary>What one person's life takes, by the app's own counters: what docs/cost.md reckons with.</summary>
public sealed class CountedLifeTests(SharedApp shared)
{
    /// <summary>How far a count may be from what the page reckons with.</summary>
    private const double Tolerance = 0.15;

    [Fact]
    public async Task The_operations_that_the_cost_page_reckons_with_are_those_of_a_real_life()
    {
        await using var app = await shared.StartAppAsync();
        var learner = await Learner.AbroadAsync(app);
        await learner.RegisterAsync();
        await app.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Posted((await learner.LetterAsync()).Text("letterId")));
        await learner.ObligationBecomesAsync("running");
        await learner.PassAsync("basis");
        await learner.MeAsync();

        // Five months, with their reminders.
        await app.Clock.AdvanceAsync("P5M");
        await learner.SignInAgainAsync();
        await learner.MeAsync();
        await learner.PassAsync("rights-duties");
        await learner.PassAsync("labour-rights");
        await learner.ObligationBecomesAsync("fulfilled");
        (await app.Api.GetAsync("/api/v1/me/certificate", learner.Token, "application/pdf")).With(HttpStatusCode.OK);
        await app.Api.PostAsync("/api/v1/compliance/query", new JsonObject { ["permitNumber"] = learner.Person.PermitNumber }, await app.Api.FreshTokenAsync("dwewis", "dwewis"));
        (await app.Api.GetAsync($"/api/v1/cases/{await learner.PersonIdAsync()}", await app.Api.FreshTokenAsync("case-officer", "officer", "amal"))).With(HttpStatusCode.OK);
        await app.Clock.SettleAsync();

        var counted = await CountAsync(app);

        var reckoned = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Contract.Repository.Root, "infra", "cost", "operations.json"), TestContext.Current.CancellationToken))!["counted"]!.AsObject();
        var wrong = counted.Where(count => Math.Abs(count.Value - reckoned[count.Key]!.GetValue<double>()) > Math.Max(1, Tolerance * reckoned[count.Key]!.GetValue<double>())).Select(count => count.Key).ToList();
        Assert.True(
            wrong.Count == 0 && counted.Count == reckoned.Count,
            $"Counted otherwise than infra/cost/operations.json: {string.Join(", ", wrong)}. Put this into it as counted, then run infra/cost/calculate --write:\n"
            + new JsonObject(counted.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))).ToJsonString());
    }

    private static async Task<Dictionary<string, long>> CountAsync(RunningApp app)
    {
        var items = (await app.Api.GetAsync("/local/telemetry")).With(HttpStatusCode.OK).Items
            .Select(item => (Counter: item.Text("counter"), Tags: item.Part("tags"), Count: item["count"]!.GetValue<long>()))
            .ToList();

        // What runs by the clock is there whoever comes; in brackets is the local runtime's own.
        var functions = typeof(Inburgering.Functions.Health.GetHealth).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(FunctionAttribute), false)).ToList();
        var timers = Names<TimerTriggerAttribute>();
        var (activities, http) = (Names<ActivityTriggerAttribute>(), Names<HttpTriggerAttribute>());
        var ran = items.Where(item => item.Counter == "inburgering.functions" && !timers.Contains(item.Tags.Text("function"))).ToList();
        var storage = items.Where(item => item.Counter == "inburgering.storage.requests" && item.Tags.Text("use_case") is var useCase && !useCase.StartsWith('(') && useCase != "none" && !timers.Contains(useCase)).ToList();
        var stores = app.Services.GetRequiredService<StorageTables>();
        string[] containers = ["letters", "dossiers", "statistics"];
        long Sum(bool ofBlobs, bool isReading) => storage
            .Where(item => containers.Contains(item.Tags.Text("store")) == ofBlobs && (item.Tags.Text("operation") is "read" or "query" or "look") == isReading)
            .Sum(item => item.Count);

        return new()
        {
            ["executions"] = ran.Sum(item => item.Count),
            ["activities"] = ran.Where(item => activities.Contains(item.Tags.Text("function"))).Sum(item => item.Count),
            ["tableReads"] = Sum(ofBlobs: false, isReading: true),
            ["tableWrites"] = Sum(ofBlobs: false, isReading: false),
            ["blobReads"] = Sum(ofBlobs: true, isReading: true),
            ["blobWrites"] = Sum(ofBlobs: true, isReading: false),
            ["requests"] = ran.Where(item => http.Contains(item.Tags.Text("function"))).Sum(item => item.Count),
            ["messagesIn"] = items.Where(item => item.Counter == "inburgering.messages.in").Sum(item => item.Count),
            ["messagesOut"] = items.Where(item => item.Counter == "inburgering.messages.out").Sum(item => item.Count),
            ["tableKilobytes"] = (await TableBytesAsync(stores) / 1024) + 1,
            ["blobKilobytes"] = (await BlobBytesAsync(stores) / 1024) + 1,
        };

        HashSet<string> Names<T>()
            where T : Attribute => [.. functions
                .Where(method => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(T), false)))
                .Select(method => ((FunctionAttribute)method.GetCustomAttributes(typeof(FunctionAttribute), false)[0]).Name)];
    }

    private static async Task<long> TableBytesAsync(StorageTables stores)
    {
        var bytes = 0L;
        foreach (var (_, table) in stores.Tables)
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                bytes += row.Sum(value => (2L * value.Key.Length) + (value.Value is byte[] binary ? binary.Length : value.Value is string text ? 2 * text.Length : 8));
            }
        }

        return bytes;
    }

    private static async Task<long> BlobBytesAsync(StorageTables stores)
    {
        var bytes = 0L;
        await foreach (var blob in stores.Letters.GetBlobsAsync())
        {
            bytes += blob.Properties.ContentLength ?? 0;
        }

        return bytes;
    }
}
