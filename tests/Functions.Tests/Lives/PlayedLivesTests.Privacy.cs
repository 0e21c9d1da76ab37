using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.Lives;

/// <summary>Of all who lived here nothing that identifies them is in telemetry, names, keys or, in clear, at rest (docs/privacy.md).</summary>
public sealed partial class PlayedLivesTests
{
    // What is on its way is kept by the local broker as Service Bus keeps it; its encryption is the service's.
    private const string Broker = "servicebus";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Person[] People => [.. new[] { lives.Early, lives.Worker, lives.Partner, lives.Seasonal, lives.Brussels, lives.Late }.Select(learner => learner.Person)];

    [Fact]
    public async Task Nothing_that_identifies_a_person_is_logged_traced_or_measured()
    {
        await GoWrongAsync();
        var wanted = await IdentifiersAsync();

        Assert.True(lives.Telemetry.Kinds.GetValueOrDefault("log") > 1000, "The app logged next to nothing.");
        Assert.True(lives.Telemetry.Kinds.GetValueOrDefault("trace") > 100, "Next to nothing was traced.");
        Assert.True(lives.Telemetry.Kinds.GetValueOrDefault("metric") > 100, "Next to nothing was measured.");
        Assert.True(lives.Telemetry.Kinds.GetValueOrDefault("azure") > 1000, "The storage clients said next to nothing.");
        Assert.Empty(Found(wanted, lives.Telemetry.Lines));
    }

    [Fact]
    public async Task Nothing_that_identifies_a_person_is_in_a_name_or_a_key_or_at_rest_in_clear()
    {
        var wanted = await IdentifiersAsync();
        var storage = lives.App.Services.GetRequiredService<LocalStorage>();
        var prefix = lives.App.Services.GetRequiredService<LocalRuntimeSettings>().Isolation;
        var (rows, found) = (0, new List<string>());
        foreach (var table in storage.Tables.Query(cancellationToken: Cancel).Select(table => table.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            await foreach (var row in storage.Tables.GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: Cancel))
            {
                rows++;
                found.AddRange(Found(wanted, [$"{table} {row.PartitionKey} {row.RowKey}"]));
                if (table != prefix + Broker)
                {
                    found.AddRange(Found(wanted, row.Select(property => $"{table} {row.RowKey} {property.Key}: {Text(property.Value)}")));
                }
            }
        }

        Assert.True(rows > 500, $"only {rows} rows");
        Assert.Empty(found);
        Assert.Empty(Found(wanted, await BlobNamesAsync(storage.Blobs, prefix)));
    }

    private static string Text(object? value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;

    private static async Task<List<string>> BlobNamesAsync(BlobServiceClient blobs, string prefix)
    {
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
    private static IEnumerable<string> Found(IReadOnlyCollection<string> wanted, IEnumerable<string> lines) =>
        from line in lines
        from text in wanted
        where line.Contains(text, StringComparison.OrdinalIgnoreCase) || line.Contains(Uri.EscapeDataString(text), StringComparison.OrdinalIgnoreCase)
        select $"{text} in: {(line.Length > 600 ? line[..600] : line)}";

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
            .. People.SelectMany(person => person.Identifiers.Append(person.PermitNumber)),
            .. codes, .. codes.Select(code => code.Replace("-", string.Empty, StringComparison.Ordinal)),
            People[0].GivenNames, "Kerkstraat",
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
