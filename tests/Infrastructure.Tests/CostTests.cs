namespace Inburgering.Infrastructure.Tests;

/// <summary>docs/cost.md shows what the calculation says.</summary>
public sealed class CostTests
{
    [Fact]
    public async Task The_page_shows_what_the_calculation_says()
    {
        var table = await Shell.MustAsync(Repository.Root, "node", "infra/cost/calculate");

        Assert.True(File.ReadAllText(Repository.In("docs", "cost.md")).Contains(table.Trim(), StringComparison.Ordinal), "docs/cost.md is not what infra/cost/calculate says: run infra/cost/calculate --write.");
    }

    [Fact]
    public async Task A_dearer_price_makes_it_dearer()
    {
        var folder = Directory.CreateTempSubdirectory("inburgering-cost-");
        try
        {
            foreach (var file in Repository.Files("infra/cost", "*"))
            {
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            }

            var before = await Shell.MustAsync(folder.FullName, "node", "calculate");
            var prices = Path.Combine(folder.FullName, "prices.json");
            File.WriteAllText(prices, File.ReadAllText(prices).Replace("\"frontDoorPremiumPerMonth\": { \"dollars\": 330.00", "\"frontDoorPremiumPerMonth\": { \"dollars\": 660.00", StringComparison.Ordinal));

            var after = await Shell.MustAsync(folder.FullName, "node", "calculate");

            Assert.Contains("| Front Door Premium | 330.00 |", before, StringComparison.Ordinal);
            Assert.Contains("| Front Door Premium | 660.00 |", after, StringComparison.Ordinal);
            Assert.NotEqual(Total(before), Total(after));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Total(string table) => table.Split('\n').Single(line => line.StartsWith("| **together, with one", StringComparison.Ordinal));
}
