using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Inburgering.People;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.Fuzz;

/// <summary>Mutated messages through the queues of a running app. In an app of its own, whose storage is looked through at the end.</summary>
public sealed class MessageFuzzTests(SharedApp shared, ITestOutputHelper output)
{
    private const int BatchSize = 50;

    private static readonly IReadOnlyCollection<string> Reasons = AsyncApi.Reasons;

    [Fact]
    public async Task Every_message_is_taken_whole_or_dead_lettered_with_a_reason()
    {
        var plan = FuzzPlan.Read();
        output.WriteLine($"{plan}");
        await using var app = await shared.StartAppAsync();
        var memory = new MemoryTrend();
        var (sent, good) = (new Dictionary<string, (int Input, byte[] Body)>(), await GoodAsync(app));
        var count = plan.Count / 2;
        for (var first = 0; first < count; first += BatchSize)
        {
            await Task.WhenAll(Enumerable.Range(first, Math.Min(BatchSize, count - first)).Select(async input =>
            {
                var random = plan.Of(input);
                var (queue, seed) = good[random.Next(good.Count)];
                var body = random.Next(6) == 0 ? seed : Mutation.Of(seed, [.. good.Select(found => found.Body)], random);
                var messageId = await app.Messages.SendAsync(random.Next(40) == 0 ? good[random.Next(good.Count)].Queue : queue, body);
                lock (sent)
                {
                    sent[messageId] = (input, body);
                }
            }));
            await app.Clock.SettleAsync();
            memory.Look(first + BatchSize, count);
        }

        var dead = await DeadLettersAsync(app);
        foreach (var letter in dead.Values)
        {
            var about = $"{plan}, input {sent[letter.Text("messageId")].Input}: {letter.ToJsonString()}";
            Assert.True(Reasons.Contains(letter.OptionalText("deadLetterReason")), about);
            Assert.False(string.IsNullOrWhiteSpace(letter.OptionalText("deadLetterErrorDescription")), about);
            Assert.True(letter["deliveryCount"]!.GetValue<int>() == 1, about);
        }

        Assert.True(app.Errors.Count == 0, $"{plan}: {app.Errors.Latest}");
        var files = await StoredFiles.CheckAsync(app);
        var keys = app.Services.GetRequiredService<IndexKeys>();
        var taken = sent.Where(message => !dead.ContainsKey(message.Key)).Select(message => message.Value).ToList();
        var takenKeys = taken.Select(message => KeyOf(message.Body, keys)).ToHashSet();
        foreach (var (input, body) in dead.Keys.Select(id => sent[id]))
        {
            Assert.True(
                KeyOf(body, keys) is not { } key || takenKeys.Contains(key) || !files.HaveTaken(key),
                $"{plan}, input {input}: dead-lettered, and yet a file has it: {Encoding.UTF8.GetString(body)}");
        }

        output.WriteLine(FormattableString.Invariant($"{sent.Count} messages: {taken.Count} taken into {files.Count} files, {dead.Count} dead-lettered: {Counts(dead.Values)}; memory {memory}"));
        Assert.True(taken.Count > count / 20 && dead.Count > count / 5, "Too few of one kind for the run to mean anything.");
        if (plan.IsLong)
        {
            memory.AssertFlat();
        }
    }

    /// <summary>Good messages with their queues: the samples, good and wrong, and letters of people whom the app knows.</summary>
    private static async Task<List<(string Queue, byte[] Body)>> GoodAsync(RunningApp app)
    {
        var good = SampleFiles.Good.Select(sample => (QueueOf(sample), SampleFiles.Read(sample)))
            .Concat(SampleFiles.Wrong.Select(sample => (QueueOf(sample), SampleFiles.ReadWrong(sample))).Where(sample => sample.Item2.Length > 0))
            .Where(sample => sample.Item1 is not null)
            .Select(sample => (sample.Item1!, sample.Item2))
            .ToList();
        for (var i = 0; i < 3; i++)
        {
            var learner = await Learner.InGhentAsync(app);
            var letterId = (await learner.LetterAsync()).Text("letterId");
            foreach (var message in new[] { IncomingMessages.Posted(letterId), IncomingMessages.Delivered(letterId, "2026-03-06"), IncomingMessages.Granted(learner.Person, Person.Invent(), version: 3) })
            {
                good.AddRange(Enumerable.Repeat((AsyncApi.Incoming[message.Text("type")], Encoding.UTF8.GetBytes(message.ToJsonString())), 4));
            }
        }

        return good;
    }

    private static string? QueueOf(string sample) =>
        AsyncApi.Incoming.TryGetValue(SampleFiles.TypeOf(sample), out var found) && AsyncApi.QueueOfFunction.Values.Contains(found) ? found : null;

    private static async Task<Dictionary<string, JsonObject>> DeadLettersAsync(RunningApp app)
    {
        var dead = new Dictionary<string, JsonObject>();
        foreach (var queue in AsyncApi.QueueOfFunction.Values.Distinct())
        {
            foreach (var letter in (await app.Api.GetAsync($"/local/servicebus/{queue}/deadletters")).With(HttpStatusCode.OK).Items)
            {
                dead[letter.Text("messageId")] = letter;
            }
        }

        return dead;
    }

    /// <summary>Under which key a file would say that it took the message; <see langword="null"/> where the body names none.</summary>
    private static IndexKey? KeyOf(byte[] body, IndexKeys keys)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String
                && document.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
                ? keys.Message(source.GetString()!, id.GetString()!)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Counts(IEnumerable<JsonObject> dead) =>
        string.Join(", ", dead.GroupBy(letter => letter.Text("deadLetterReason")).Select(group => FormattableString.Invariant($"{group.Key} {group.Count()}")));
}
