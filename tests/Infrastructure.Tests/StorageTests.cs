using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Inburgering.Storage;

namespace Inburgering.Infrastructure.Tests;

/// <summary>Tables and containers: those of StorageTables, and of the deployment itself.</summary>
public sealed class StorageTests(Deployments deployments) 
{
    private const string Containers = "Microsoft.Storage/storageAccounts/blobServices/containers";

    /// <summary>Containers that no property of StorageTables stands for, and what they are for.</summary>
    private static readonly IReadOnlyDictionary<string, string> NotOfStorageTables = new Dictionary<string, string>
    {
        ["keyring"] = "DataProtection__KeyRing: the keys that encrypt rows",
        ["packages"] = "Flex Consumption: the zip that runs",
    };

    private static readonly StorageTables Code = new(new TableServiceClient("UseDevelopmentStorage=true"), new BlobServiceClient("UseDevelopmentStorage=true"));

    [Fact]
    public void Tables_are_those_of_the_code()
    {
        foreach (var (environment, deployment) in deployments.All)
        {
            Drift.Check($"{environment}: tables", "src/Shared/Storage/StorageTables.cs", Of<TableClient>(client => client.Name), "the variable tables in infra/bicep/main.bicep", deployment.NamesOf("Microsoft.Storage/storageAccounts/tableServices/tables"));
        }
    }

    [Fact]
    public void Every_table_is_in_a_backup() =>
        Drift.Check("backup", "src/Shared/Storage/StorageTables.cs", Of<TableClient>(client => client.Name), "StorageTables.Tables", Code.Tables.Select(table => table.Table.Name));

    [Fact]
    public void Containers_are_those_of_the_code()
    {
        foreach (var (environment, deployment) in deployments.All)
        {
            Drift.Check(
                $"{environment}: containers",
                "src/Shared/Storage/StorageTables.cs (or StorageTests.NotOfStorageTables)",
                Of<BlobContainerClient>(client => client.Name).Concat(NotOfStorageTables.Keys),
                "the variable documentContainers in infra/bicep/main.bicep",
                deployment.NamesOf(Containers));
        }
    }

    [Fact]
    public void Nobody_can_change_a_dossier_or_a_backup_in_prod()
    {
        var guarded = deployments.Prod.Of("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies")
            .Where(policy => policy["properties"]!["immutabilityPeriodSinceCreationInDays"]!.GetValue<int>() > 0 && !policy["properties"]!["allowProtectedAppendWrites"]!.GetValue<bool>())
            .Select(policy => policy["name"]!.ToString().Split('/')[2]);

        Assert.Equal(["backups", "dossiers"], guarded.Order());
    }

    [Fact]
    public void What_is_deleted_can_be_had_back_for_a_while_and_then_is_gone()
    {
        foreach (var account in deployments.Prod.Of("Microsoft.Storage/storageAccounts").Select(Deployment.Name))
        {
            var blobs = deployments.Prod.Of("Microsoft.Storage/storageAccounts/blobServices").Single(service => service["name"]!.ToString().StartsWith(account + "/", StringComparison.Ordinal))["properties"]!;
            Assert.True(blobs["deleteRetentionPolicy"]!["enabled"]!.GetValue<bool>());
            Assert.True(blobs["containerDeleteRetentionPolicy"]!["enabled"]!.GetValue<bool>());

            // The task hub's blobs change all the time and are worth nothing once read.
            var isHub = account.Contains("hub", StringComparison.Ordinal);
            Assert.Equal(!isHub, blobs["isVersioningEnabled"]!.GetValue<bool>());
            var forgets = deployments.Prod.Of("Microsoft.Storage/storageAccounts/managementPolicies").Any(policy => policy["name"]!.ToString().StartsWith(account + "/", StringComparison.Ordinal));
            Assert.True(isHub || forgets, $"{account} keeps earlier versions for ever.");
        }
    }

    private static IEnumerable<string> Of<T>(Func<T, string> name) => typeof(StorageTables).GetProperties().Where(property => property.PropertyType == typeof(T)).Select(property => name((T)property.GetValue(Code)!));
}
