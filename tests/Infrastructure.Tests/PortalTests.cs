using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inburgering.Infrastructure.Tests;

/// <summary>The portal as it is served: beside the API under one address, with the headers under which it was tested, and told where people sign in.</summary>
public sealed class PortalTests(Deployments deployments)
{
    private static readonly JsonObject Site = JsonNode.Parse(File.ReadAllText(Repository.In("src", "Portal", "site", "staticwebapp.config.json")))!.AsObject();

    [Fact]
    public void Its_pages_come_with_the_headers_under_which_they_were_tested()
    {
        foreach (var (environment, deployment) in deployments.All)
        {
            var sent = Rules(deployment).SelectMany(rule => rule["properties"]!["actions"]!.AsArray())
                .Where(action => action!["name"]!.ToString() == "ModifyResponseHeader")
                .ToDictionary(action => action!["parameters"]!["headerName"]!.ToString(), action => action!["parameters"]!["value"]!.ToString());
            foreach (var (name, value) in Site["globalHeaders"]!.AsObject().Where(header => header.Key != "Content-Security-Policy"))
            {
                Assert.True(sent.GetValueOrDefault(name) == value!.ToString(), $"{environment}: {name} is {sent.GetValueOrDefault(name)}, not {value}.");
            }

            Assert.Equal("max-age=31536000; includeSubDomains", sent["Strict-Transport-Security"]);
        }
    }

    [Fact]
    public void They_may_ask_the_own_origin_and_the_issuers_and_nobody_else()
    {
        const string own = "connect-src 'self'";
        var policy = Site["globalHeaders"]!["Content-Security-Policy"]!.ToString();
        Assert.Contains($"{own};", policy, StringComparison.Ordinal);

        Assert.Equal(policy.Replace(own, $"{own} https://authenticatie.vlaanderen.be https://login.microsoftonline.com", StringComparison.Ordinal), Policy(deployments.Prod));
        Assert.Equal(policy.Replace(own, $"{own} https://login.microsoftonline.com", StringComparison.Ordinal), Policy(deployments.Dev));
    }

    // More than five actions a rule, Front Door refuses.
    [Fact]
    public void No_rule_does_more_than_front_door_lets_it() => Assert.All(deployments.All, environment =>
        Assert.All(Rules(environment.Deployment), rule => Assert.InRange(rule["properties"]!["actions"]!.AsArray().Count, 1, 5)));

    [Fact]
    public void A_path_that_is_no_file_is_a_page_and_the_api_is_left_alone()
    {
        Assert.Equal("/index.html", Site["navigationFallback"]!["rewrite"]!.ToString());
        foreach (var (_, deployment) in deployments.All)
        {
            var rewrite = Assert.Single(Rules(deployment).SelectMany(rule => rule["properties"]!["actions"]!.AsArray()), action => action!["name"]!.ToString() == "UrlRewrite");
            Assert.Equal("/index.html", rewrite!["parameters"]!["destination"]!.ToString());

            var routes = deployment.Of("Microsoft.Cdn/profiles/afdEndpoints/routes").ToDictionary(Deployment.Name, route => route["properties"]!);
            Assert.Equal("/*", routes["portal"]["patternsToMatch"]![0]!.ToString());
            Assert.EndsWith("/ruleSets/pages", routes["portal"]["ruleSets"]![0]!["id"]!.ToString(), StringComparison.Ordinal);
            Assert.Equal("/api/*", routes["api"]["patternsToMatch"]![0]!.ToString());
            Assert.Null(routes["api"]["ruleSets"]);
        }
    }

    [Fact]
    public void Of_other_origins_the_api_answers_those_that_are_named_and_never_with_cookies()
    {
        foreach (var (_, deployment) in deployments.All)
        {
            var cors = deployment.Of("Microsoft.Web/sites").Single()["properties"]!["siteConfig"]!["cors"]!;
            Assert.Equal(["https://agency.example"], cors["allowedOrigins"]!.AsArray().Select(origin => origin!.ToString()));
            Assert.False(cors["supportCredentials"]!.GetValue<bool>());
        }
    }

    /// <summary>What infra/deploy writes as config.json is what the portal reads; without the local clock.</summary>
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task What_the_deployment_says_to_the_portal_is_what_it_reads(string environment)
    {
        var (exitCode, output, error) = await Bicep.RunAsync(Repository.Root, "build-params", $"infra/bicep/{environment}.bicepparam", "--stdout");
        Assert.True(exitCode == 0, error);
        var parameters = JsonNode.Parse(JsonNode.Parse(output)!["parametersJson"]!.ToString())!["parameters"]!;
        var local = JsonNode.Parse(await File.ReadAllTextAsync(Repository.In("src", "Portal", "site", "config.json"), TestContext.Current.CancellationToken))!.AsObject();
        local.Remove("clock");
        var main = await File.ReadAllTextAsync(Repository.In("infra", "bicep", "main.bicep"), TestContext.Current.CancellationToken);
        Assert.Contains($"output portalConfig object = {{ api: '{local["api"]}', signIn: signIn }}", main, StringComparison.Ordinal);

        var signIn = parameters["signIn"]!["value"]!.AsObject();
        Assert.Equal(Shape(local["signIn"]!), Shape(signIn));

        // A token from there is one that the API takes.
        var taken = parameters["issuers"]!["value"]!.AsArray().Select(issuer => issuer!["authority"]!.ToString());
        Assert.All(signIn, who => Assert.Contains(who.Value!["issuer"]!.ToString(), taken));
    }

    private static string Shape(JsonNode node) => node is JsonObject tree ? JsonSerializer.Serialize(tree.ToDictionary(part => part.Key, part => Shape(part.Value!)).OrderBy(part => part.Key, StringComparer.Ordinal)) : "text";

    private static IEnumerable<JsonObject> Rules(Deployment deployment) => deployment.Of("Microsoft.Cdn/profiles/ruleSets/rules");

    private static string Policy(Deployment deployment) => Rules(deployment).SelectMany(rule => rule["properties"]!["actions"]!.AsArray())
        .Single(action => action!["parameters"]!["headerName"]?.ToString() == "Content-Security-Policy")!["parameters"]!["value"]!.ToString();
}
