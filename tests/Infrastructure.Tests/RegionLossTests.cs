namespace Inburgering.Infrastructure.Tests;

/// <summary>After the loss of a region: a new group in another one, on the data, documents and keys that live on in the old.</summary>
public sealed class RegionLossTests(Deployments deployments)
{
    [Fact]
    public async Task A_new_group_makes_no_data_accounts_and_uses_those_that_live_on()
    {
        var survivor = await Deployment.ReadAsync("prod", dataGroup: "inburgering-prod");

        // The task hub, the portal, the bus are new; people's files and keys are not.
        Assert.Equal(["hub", "web"], survivor.NamesOf("Microsoft.Storage/storageAccounts").Select(name => name["inbprod".Length..][..3]).Order(StringComparer.Ordinal));
        Assert.Empty(survivor.NamesOf("Microsoft.KeyVault/vaults"));
        Assert.Equal(deployments.Prod.AppSettings.Keys.Order(StringComparer.Ordinal), survivor.AppSettings.Keys.Order(StringComparer.Ordinal));

        // The app's identity is another one: it gets its rights there, and its network a way there.
        var rights = survivor.Of("Microsoft.Authorization/roleAssignments").Select(right => right["id"]!.ToString()).Where(id => id.Contains("/resourceGroups/inburgering-prod/", StringComparison.Ordinal)).ToList();
        var before = deployments.Prod.Of("Microsoft.Authorization/roleAssignments").Select(right => right["id"]!.ToString()).Where(OnData).ToList();
        Assert.Equal(before.Count, rights.Count);
        Assert.All(rights, id => Assert.True(OnData(id), id));
        var reached = survivor.Of("Microsoft.Network/privateEndpoints").Select(endpoint => endpoint["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["privateLinkServiceId"]!.ToString());
        Assert.Equal(4, reached.Count(id => id.Contains("/resourceGroups/inburgering-prod/", StringComparison.Ordinal)));

        // All of them name one and the same account each.
        var account = survivor.AppSettings["DataStorage__TableServiceUri"].Split('\'')[3];
        Assert.Contains(account, survivor.AppSettings["DataProtection__KeyRing"], StringComparison.Ordinal);
        Assert.Contains(reached, id => id.EndsWith(account, StringComparison.Ordinal));
        Assert.DoesNotContain(account, deployments.Prod.AppSettings["DataStorage__TableServiceUri"], StringComparison.Ordinal);
    }

    private static bool OnData(string id) => id.Contains("/storageAccounts/inbproddata", StringComparison.Ordinal)
        || id.Contains("/storageAccounts/inbproddocs", StringComparison.Ordinal)
        || id.Contains("/vaults/", StringComparison.Ordinal);
}
