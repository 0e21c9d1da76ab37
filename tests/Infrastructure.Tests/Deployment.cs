using System.Text.Json.Nodes;

namespace Inburgering.Infrastructure.Tests;

/// <summary>
/// What a .bicepparam file deploys: main.bicep and its modules compiled to ARM JSON and every expression in it computed, as far as it does not
/// ask Azure for something.
/// </summary>
internal sealed class Deployment
{
    /// <summary>The principal that deploys.</summary>
    public const string Deployer = "22222222-2222-2222-2222-222222222222";

    private Deployment(JsonObject snapshot) => Resources = [.. snapshot["predictedResources"]!.AsArray().Select(resource => resource!.AsObject())];

    public IReadOnlyList<JsonObject> Resources { get; }

    /// <summary>The properties of every resource of a type.</summary>
    public IEnumerable<JsonObject> Of(string type) => Resources.Where(resource => Type(resource) == type);

    /// <summary>The last part of the name of every resource of a type.</summary>
    public IEnumerable<string> NamesOf(string type) => Of(type).Select(Name);

    /// <summary>The settings of the app.</summary>
    public IReadOnlyDictionary<string, string> AppSettings => Of("Microsoft.Web/sites/config").Single(config => Name(config) == "appsettings")["properties"]!.AsObject()
        .ToDictionary(setting => setting.Key, setting => setting.Value!.ToString());

    public static string Type(JsonObject resource) => resource["type"]!.ToString();

    public static string Name(JsonObject resource) => resource["name"]!.ToString().Split('/')[^1];

    /// <param name="dataGroup">The group whose data live on, after the loss of a region.</param>
    public static async Task<Deployment> ReadAsync(string environment, string dataGroup = "")
    {
        // The CLI writes beside the file that it reads.
        var folder = Directory.CreateTempSubdirectory("inburgering-bicep-");
        try
        {
            foreach (var file in Repository.Files("infra/bicep", "*").Concat([Repository.In("src", "Functions", "servicebus.json"), Repository.In("src", "Portal", "site", "staticwebapp.config.json")]))
            {
                var copy = Path.Combine(folder.FullName, Path.GetRelativePath(Repository.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            var bicep = Path.Combine(folder.FullName, "infra", "bicep");
            var (exitCode, _, error) = await Bicep.RunAsync(
                bicep, new Dictionary<string, string> { ["INBURGERING_DEPLOYER"] = Deployer, ["INBURGERING_DATA_GROUP"] = dataGroup, ["INBURGERING_OTHER_ORIGINS"] = "[\"https://agency.example\"]" }, "snapshot", $"{environment}.bicepparam", "--mode", "overwrite", "--subscription-id", "11111111-1111-1111-1111-111111111111",
                "--resource-group", "inburgering", "--location", "westeurope", "--deployment-name", "test");
            Assert.True(exitCode == 0, error);
            var snapshot = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(bicep, $"{environment}.snapshot.json")))!.AsObject();
            Assert.Empty(snapshot["diagnostics"]!.AsArray());
            return new Deployment(snapshot);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

/// <summary>Both environments, compiled once for all tests.</summary>
public sealed class Deployments : IAsyncLifetime
{
    internal Deployment Dev { get; private set; } = null!;

    internal Deployment Prod { get; private set; } = null!;

    internal IEnumerable<(string Environment, Deployment Deployment)> All => [("dev", Dev), ("prod", Prod)];

    public async ValueTask InitializeAsync() => (Dev, Prod) = (await Deployment.ReadAsync("dev"), await Deployment.ReadAsync("prod"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
