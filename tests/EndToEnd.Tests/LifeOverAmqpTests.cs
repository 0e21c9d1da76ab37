using System.Globalization;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>The life that <c>./run --host</c> lives on the real Functions host, lived on the local runtime: what passes here asks nothing of the local runtime alone.</summary>
public sealed class LifeOverAmqpTests(SharedApp shared)
{
    [Fact]
    public async Task A_life_through_the_official_service_bus_client_comes_out()
    {
        var app = await shared.AppAsync();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{app.Port}");
        using var life = new ChildProcess(
            "node",
            ["build/life.cjs", address, address],
            new Dictionary<string, string> { ["ServiceBus"] = app.ServiceBus });

        var exitCode = await life.EndAsync(TimeSpan.FromMinutes(3));

        Assert.True(exitCode == 0, life.Output);
        Assert.Contains("The life came out as it should.", life.Output, StringComparison.Ordinal);
    }
}
