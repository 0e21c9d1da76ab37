using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Tests.Lives;

/// <summary>Of all who lived here nothing that identifies them is in telemetry, names, keys or, in clear, at rest (docs/privacy.md).</summary>
public sealed partial class PlayedLivesTests
{
    // What is on its way is kept by the local broker as Service Bus keeps it; its encryption is the service's.
    private const string Broker = "servicebus";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Learner[] Learners => [lives.Early, lives.Worker, lives.Partner, lives.Seasonal, lives.Brussels, lives.Late];

    private Person[] People => [.. Learners.Select(learner => learner.Person)];

    [Fact]
    public async Task Nothing_that_identifies_a_person_is_logged_traced_or_measured()
    {
        await GoWrongAsync();
        lives.Telemetry.Observe();
        var wanted = await IdentifiersAsync();

        Assert.True(lives.Telemetry.Kinds.GetValueOrDefault("log") > 1000, "The app logged next to nothing.");
        Assert.True(lives.Telemetry.Kinds.GetValueOrDefault("trace") > 100, "Next to nothing was traced.");
        Assert.True(lives.Telemetry.Kinds.GetValueOrDefault("metric") > 100, "Next to nothing was measured.");
        Assert.True(lives.Telemetry.Kinds.GetValueOrDefault("azure") > 1000, "The storage clients said next to nothing.");

        // The search finds what may be there, whole addresses of storage included.
        Assert.NotEmpty(Found([await lives.Worker.PersonIdAsync()], lives.Telemetry.Lines));
        Assert.NotEmpty(Found(["(PartitionKey='"], lives.Telemetry.Lines));
        Assert.Empty(Found(wanted, lives.Telemetry.Lines));
    }

    /// <summary>What the two tests beside this one search through shows a leak: one is planted in every place where it could be.</summary>
    [Fact]
    public async Task A_leak_in_any_place_is_found()
    {
        var (storage, prefix) = (lives.App.Services.GetRequiredService<LocalStorage>(), lives.App.Services.GetRequiredService<LocalRuntimeSettings>().Isolation);
        var (planted, filtered) = (storage.Tables.GetTableClient(prefix + "planted"), "Ünlü & Söhne");
        var logger = lives.App.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Planted");
        logger.Log(LogLevel.Trace, default, "planted-in-a-log", null, (text, _) => text);
        logger.Log(LogLevel.Debug, default, 0, new InvalidOperationException("outer", new FormatException("planted-in-an-inner-exception")), (_, _) => string.Empty);
        logger.BeginScope(new Dictionary<string, object> { ["who"] = "planted-in-a-scope" })?.Dispose();
        using (var source = new ActivitySource("planted"))
        using (var activity = source.StartActivity("planted-as-a-span"))
        {
            activity!.SetTag("who", "planted-in-a-tag").AddEvent(new ActivityEvent("planted-in-an-event")).SetBaggage("who", "planted-in-baggage");
        }

        using (var meter = new Meter("planted"))
        {
            meter.CreateCounter<long>("planted").Add(1, KeyValuePair.Create("who", (object?)"planted-in-a-metric"));
            meter.CreateObservableGauge("planted.gauge", () => new Measurement<long>(1, KeyValuePair.Create("who", (object?)"planted-in-a-gauge")));
            lives.Telemetry.Observe();
        }

        await lives.App.Api.GetAsync("/api/v1/modules/planted-in-a-path");
        await planted.CreateAsync(Cancel);
        try
        {
            await planted.AddEntityAsync(new TableEntity("planted-as-a-partition", "planted-as-a-row") { ["Text"] = "planted-in-clear", ["Bytes"] = Encoding.UTF8.GetBytes("planted-in-bytes") }, Cancel);
            await foreach (var _ in planted.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {filtered}"), cancellationToken: Cancel))
            {
            }

            string[] inTelemetry =
            [
                "planted-in-a-log", "planted-in-an-inner-exception", "planted-in-a-scope", "planted-as-a-span", "planted-in-a-tag", "planted-in-an-event", "planted-in-baggage", "planted-in-a-metric",
                "planted-in-a-gauge", "planted-in-a-path", filtered,
            ];
            Assert.All(inTelemetry, text => Assert.NotEmpty(Found([text], lives.Telemetry.Lines)));
            string[] inStorage = ["planted-as-a-partition", "planted-as-a-row", "planted-in-clear", "planted-in-bytes"];
            var (_, found) = await SearchTablesAsync(inStorage);
            Assert.All(inStorage, text => Assert.Contains(found, line => line.StartsWith(text, StringComparison.Ordinal)));
        }
        finally
        {
            await planted.DeleteAsync(Cancel);
        }
    }

    [Fact]
    public async Task Nothing_that_identifies_a_person_is_in_a_name_or_a_key_or_at_rest_in_clear()
    {
        var wanted = await IdentifiersAsync();
        var (rows, found) = await SearchTablesAsync(wanted);
        Assert.True(rows > 200, $"only {rows} rows");
        Assert.Empty(found);
        var names = await BlobNamesAsync();
        Assert.NotEmpty(Found([await lives.Worker.PersonIdAsync()], names));
        Assert.Empty(Found(wanted, names));

        // What a message shows beside its body: its ids, and what subscriptions filter by.
        var around = new List<string>();
        foreach (var subscription in MessageDoor.Subscriptions)
        {
            foreach (var message in await lives.App.Messages.SentAsync(subscription))
            {
                Assert.True(message.Remove("body"));
                around.Add(message.ToJsonString());
            }
        }

        Assert.NotEmpty(Found([await lives.Worker.PersonIdAsync()], around));
        Assert.Empty(Found(wanted, around));
    }

    private async Task<(int Rows, List<string> Found)> SearchTablesAsync(IReadOnlyCollection<string> wanted)
    {
        var (storage, prefix) = (lives.App.Services.GetRequiredService<LocalStorage>(), lives.App.Services.GetRequiredService<LocalRuntimeSettings>().Isolation);
        var (rows, lines) = (0, new List<string>());
        foreach (var table in storage.Tables.Query(cancellationToken: Cancel).Select(table => table.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            await foreach (var row in storage.Tables.GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: Cancel))
            {
                rows++;
                lines.Add($"{table} {row.PartitionKey} {row.RowKey}");
                if (table != prefix + Broker)
                {
                    lines.AddRange(row.Select(property => $"{table} {row.RowKey} {property.Key}: {Text(property.Value)}"));
                }
            }
        }

        return (rows, [.. Found(wanted, lines)]);
    }

    private static string Text(object? value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;

    private async Task<List<string>> BlobNamesAsync()
    {
        var (blobs, prefix) = (lives.App.Services.GetRequiredService<LocalStorage>().Blobs, lives.App.Services.GetRequiredService<LocalRuntimeSettings>().Isolation);
        var names = new List<string>();
        foreach (var container in blobs.GetBlobContainers(cancellationToken: Cancel).Select(container => container.Name).Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
        {
            await foreach (var blob in blobs.GetBlobContainerClient(container).GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.Metadata, Azure.Storage.Blobs.Models.BlobStates.None, null, Cancel))
            {
                names.Add($"{container}/{blob.Name} {string.Join(' ', blob.Metadata ?? new Dictionary<string, string>())}");
            }
        }

        Assert.Contains(names, name => name.Contains("letters/", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("dossiers/", StringComparison.Ordinal));
        return names;
    }

    /// <summary>Where a wanted text stands, also as a part of a URL.</summary>
    private static IEnumerable<string> Found(IReadOnlyCollection<string> wanted, IEnumerable<string> lines)
    {
        var any = SearchValues.Create([.. wanted.Concat(wanted.Select(Uri.EscapeDataString)).Distinct()], StringComparison.OrdinalIgnoreCase);
        return from line in lines
               where line.AsSpan().ContainsAny(any)
               from text in wanted
               where line.Contains(text, StringComparison.OrdinalIgnoreCase) || line.Contains(Uri.EscapeDataString(text), StringComparison.OrdinalIgnoreCase)
               select $"{text} in: {(line.Length > 600 ? line[..600] : line)}";
    }

    /// <summary>Refusals of every kind about people who live here, whose texts must not repeat what was sent.</summary>
    private async Task GoWrongAsync()
    {
        var person = lives.Late.Person;
        var wrong = IncomingMessages.Registered(person);
        wrong["data"]!["birthDate"] = person.NationalNumber;
        wrong["data"]!["municipality"] = person.Email;
        Assert.NotNull(await lives.App.Messages.OutcomeAsync(MessageDoor.Registrations, await lives.App.Messages.SendAsync(MessageDoor.Registrations, wrong)));
        var dwewis = await lives.App.Api.FreshTokenAsync("dwewis", "dwewis");
        await lives.App.Api.PostAsync("/api/v1/compliance/query", new JsonObject { ["nationalNumber"] = person.Email }, dwewis);
        var stranger = await lives.App.Api.FreshTokenAsync("learner", "stranger");
        await lives.App.Api.PostAsync("/api/v1/activations", Learner.Activation((await CodesAsync())[0], person.BirthDate.AddDays(1)), stranger);
    }

    private async Task<IReadOnlyCollection<string>> IdentifiersAsync()
    {
        var codes = await CodesAsync();
        return [
            .. People.SelectMany(person => person.Identifiers.Append(person.PermitNumber).Append(person.BirthDate.ToString(CultureInfo.InvariantCulture))),
            .. codes, .. codes.Select(code => code.Replace("-", string.Empty, StringComparison.Ordinal)),
            .. Learners.Select(learner => learner.Token), People[0].GivenNames, "Kerkstraat", PlayedLives.Statement,
        ];
    }

    private async Task<IReadOnlyList<string>> CodesAsync()
    {
        var messages = (await lives.App.Messages.SentAsync("notifications")).Concat(await lives.App.Messages.SentAsync("letters"));
        var codes = messages.Select(message => message.Part("body").Part("data").OptionalText("activationCode")).OfType<string>().Distinct().ToList();
        Assert.NotEmpty(codes);
        return codes;
    }
}
