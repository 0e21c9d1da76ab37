using System.Text.Json.Nodes;

namespace Inburgering.Infrastructure.Tests;

/// <summary>Who gets in: by identity only, encrypted, and in prod from the inside alone.</summary>
public sealed class SecurityTests(Deployments deployments) 
{
    /// <summary>Part of another resource, and without tags of its own.</summary>
    private static readonly IReadOnlyList<string> CantBeTagged =
    [
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.Consumption/budgets",
        "Microsoft.Insights/diagnosticSettings",
    ];

    private static readonly IReadOnlyList<string> Closed = ["Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults", "Microsoft.ServiceBus/namespaces"];

    [Fact]
    public void No_public_network_in_prod()
    {
        foreach (var resource in Closed.SelectMany(deployments.Prod.Of))
        {
            Assert.True(resource["properties"]!["publicNetworkAccess"]!.ToString() == "Disabled", $"{resource["name"]} can be reached from the internet.");
        }

        foreach (var account in deployments.Prod.Of("Microsoft.Storage/storageAccounts").Concat(deployments.Prod.Of("Microsoft.KeyVault/vaults")))
        {
            Assert.Equal("Deny", account["properties"]!["networkAcls"]!["defaultAction"]!.ToString());
        }
    }

    [Fact]
    public void What_the_app_reaches_has_a_private_endpoint_in_prod()
    {
        var reached = deployments.Prod.Of("Microsoft.Network/privateEndpoints").Select(endpoint => endpoint["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!)
            .Select(link => $"{link["privateLinkServiceId"]!.ToString().Split('/')[^1]} {link["groupIds"]![0]}");
        var (data, documents, hub) = (Account("data"), Account("docs"), Account("hub"));

        Assert.Equal(
            new[] { $"{data} blob", $"{data} table", $"{documents} blob", $"{hub} blob", $"{hub} queue", $"{hub} table", $"{deployments.Prod.NamesOf("Microsoft.KeyVault/vaults").Single()} vault", $"{deployments.Prod.NamesOf("Microsoft.ServiceBus/namespaces").Single()} namespace" }.Order(StringComparer.Ordinal),
            reached.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void People_come_in_by_front_door_alone()
    {
        foreach (var (_, deployment) in deployments.All)
        {
            var site = deployment.Of("Microsoft.Web/sites").Single()["properties"]!["siteConfig"]!;

            Assert.Equal("Deny", site["ipSecurityRestrictionsDefaultAction"]!.ToString());
            var entry = Assert.Single(site["ipSecurityRestrictions"]!.AsArray())!;
            Assert.Equal("AzureFrontDoor.Backend", entry["ipAddress"]!.ToString());
            Assert.Contains("frontDoorId", entry["headers"]!["x-azure-fdid"]![0]!.ToString(), StringComparison.Ordinal);
            Assert.Equal("Prevention", deployment.Of("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies").Single()["properties"]!["policySettings"]!["mode"]!.ToString());
        }

        Assert.NotEmpty(deployments.Prod.Of("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies").Single()["properties"]!["managedRules"]!["managedRuleSets"]!.AsArray());
    }

    [Fact]
    public void Whoever_deploys_publishes_portal_and_content_makes_backups_and_may_no_more()
    {
        const string blobContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
        const string tableReader = "76199698-9eea-4c19-bc75-cec21354c6b6";
        var rights = deployments.Prod.Of("Microsoft.Authorization/roleAssignments")
            .Where(assignment => assignment["properties"]!["principalId"]!.ToString() == Deployment.Deployer)
            .Select(assignment => $"{assignment["id"]!.ToString().Split("/storageAccounts/")[1].Split("/providers/")[0]} {assignment["properties"]!["roleDefinitionId"]!.ToString().Split('/')[^1]}");

        string[] expected =
        [
            $"{Account("data")} {tableReader}",
            $"{Account("docs")}/blobServices/default/containers/backups {blobContributor}",
            $"{Account("docs")}/blobServices/default/containers/content {blobContributor}",
            $"{Account("web")} {blobContributor}",
        ];
        Assert.Equal(expected, rights.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_shared_key_anywhere()
    {
        foreach (var (_, deployment) in deployments.All)
        {
            Assert.All(deployment.Of("Microsoft.Storage/storageAccounts"), account =>
            {
                Assert.False(account["properties"]!["allowSharedKeyAccess"]!.GetValue<bool>());
                Assert.False(account["properties"]!["allowBlobPublicAccess"]!.GetValue<bool>());
            });
            Assert.All(deployment.Of("Microsoft.ServiceBus/namespaces"), bus => Assert.True(bus["properties"]!["disableLocalAuth"]!.GetValue<bool>()));
            Assert.All(deployment.Of("Microsoft.Insights/components"), insights => Assert.True(insights["properties"]!["DisableLocalAuth"]!.GetValue<bool>()));
            Assert.All(deployment.Of("Microsoft.KeyVault/vaults"), vault =>
            {
                Assert.True(vault["properties"]!["enableRbacAuthorization"]!.GetValue<bool>());
                Assert.True(vault["properties"]!["enablePurgeProtection"]!.GetValue<bool>());
            });
            Assert.Equal(2, deployment.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Count(policy => !policy["properties"]!["allow"]!.GetValue<bool>()));

            // Neither listKeys nor a connection string in whatever form.
            var whole = string.Concat(deployment.Resources.Select(resource => resource.ToJsonString()));
            Assert.DoesNotContain("listKeys", whole, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("SharedAccessKey", whole, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void At_least_tls_1_2_everywhere()
    {
        foreach (var (_, deployment) in deployments.All)
        {
            Assert.All(deployment.Of("Microsoft.Storage/storageAccounts"), account => Assert.Equal(("TLS1_2", true), (Text(account, "minimumTlsVersion"), account["properties"]!["supportsHttpsTrafficOnly"]!.GetValue<bool>())));
            Assert.All(deployment.Of("Microsoft.ServiceBus/namespaces"), bus => Assert.Equal("1.2", Text(bus, "minimumTlsVersion")));
            Assert.All(deployment.Of("Microsoft.Web/sites"), site =>
            {
                Assert.True(site["properties"]!["httpsOnly"]!.GetValue<bool>());
                Assert.Equal(("1.2", "1.2", "Disabled"), (site["properties"]!["siteConfig"]!["minTlsVersion"]!.ToString(), site["properties"]!["siteConfig"]!["scmMinTlsVersion"]!.ToString(), site["properties"]!["siteConfig"]!["ftpsState"]!.ToString()));
            });
        }

        Assert.All(deployments.Prod.Of("Microsoft.Cdn/profiles/customDomains"), domain => Assert.Equal("TLS12", domain["properties"]!["tlsSettings"]!["minimumTlsVersion"]!.ToString()));
    }

    [Fact]
    public void The_app_has_an_identity_of_its_own_and_only_that()
    {
        foreach (var (_, deployment) in deployments.All)
        {
            var site = deployment.Of("Microsoft.Web/sites").Single();
            Assert.Equal("UserAssigned", site["identity"]!["type"]!.ToString());
            Assert.Equal("UserAssignedIdentity", site["properties"]!["functionAppConfig"]!["deployment"]!["storage"]!["authentication"]!["type"]!.ToString());
            Assert.Equal(("dotnet-isolated", "10.0"), (site["properties"]!["functionAppConfig"]!["runtime"]!["name"]!.ToString(), site["properties"]!["functionAppConfig"]!["runtime"]!["version"]!.ToString()));
        }
    }

    [Fact]
    public void Roles_are_assigned_in_one_module_and_none_over_the_group_but_looking()
    {
        // The second is a part of the first, for where data are of another group.
        var modules = Repository.Files("infra/bicep", "*.bicep").Where(file => File.ReadAllText(file).Contains("roleAssignments@", StringComparison.Ordinal)).Select(Path.GetFileName);
        Assert.Equal(["roles.bicep", "rolesOnData.bicep"], modules.Order(StringComparer.Ordinal));
        var callers = Repository.Files("infra/bicep", "*.bicep").Where(file => File.ReadAllText(file).Contains("rolesOnData.bicep' = {", StringComparison.Ordinal)).Select(Path.GetFileName);
        Assert.Equal(["roles.bicep"], callers);

        const string monitoringReader = "43d0d8ad-25c7-4714-9337-8ba259a9fe05";
        foreach (var assignment in deployments.Prod.Of("Microsoft.Authorization/roleAssignments"))
        {
            var role = assignment["properties"]!["roleDefinitionId"]!.ToString().Split('/')[^1];

            // Owner, Contributor, User Access Administrator.
            Assert.DoesNotContain(role, (string[])["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "b24988ac-6180-42a0-ab88-20f7382dd24c", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"]);
            Assert.True(role == monitoringReader || assignment["id"]!.ToString().Split("/providers/").Length > 2, $"{assignment["id"]} holds for the whole group.");
        }
    }

    [Fact]
    public void Everything_that_can_be_is_tagged()
    {
        foreach (var (environment, deployment) in deployments.All)
        {
            // A resource of the group, or an endpoint: those below them have no tags.
            foreach (var resource in deployment.Resources.Where(resource => Deployment.Type(resource).Split('/').Length == 2 && !CantBeTagged.Contains(Deployment.Type(resource))))
            {
                foreach (var tag in (string[])["application", "environment", "owner", "dataClassification", "managedBy"])
                {
                    Assert.True(resource["tags"]?[tag] is not null, $"{environment}: {Deployment.Type(resource)} {resource["name"]} has no tag {tag}.");
                }

                Assert.Equal(environment, resource["tags"]!["environment"]!.ToString());
            }
        }
    }

    [Fact]
    public void Whatever_holds_data_or_lets_somebody_in_writes_a_log()
    {
        var logged = deployments.Prod.Of("Microsoft.Insights/diagnosticSettings").Select(setting => setting["id"]!.ToString()).ToList();

        foreach (var resource in (string[])["Microsoft.Storage/storageAccounts/blobServices", "Microsoft.Storage/storageAccounts/tableServices", "Microsoft.KeyVault/vaults", "Microsoft.ServiceBus/namespaces", "Microsoft.Web/sites", "Microsoft.Cdn/profiles"])
        {
            Assert.All(deployments.Prod.Of(resource), one => Assert.Contains(logged, id => id.StartsWith(one["id"]! + "/providers/Microsoft.Insights/", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Instances_are_replaced_one_after_the_other() => Assert.All(deployments.All, environment =>
        Assert.Equal("RollingUpdate", environment.Deployment.Of("Microsoft.Web/sites").Single()["properties"]!["functionAppConfig"]!["siteUpdateStrategy"]!["type"]!.ToString()));

    private static string Text(JsonObject resource, string property) => resource["properties"]![property]!.ToString();

    private string Account(string part) => deployments.Prod.NamesOf("Microsoft.Storage/storageAccounts").Single(name => name.Contains(part, StringComparison.Ordinal));
}
