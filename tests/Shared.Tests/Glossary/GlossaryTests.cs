using Inburgering.Obligations;

namespace Inburgering.Shared.Tests.Glossary;

/// <summary>One word for one concept: every public type of the law stands in docs/glossary.md.</summary>
public sealed class GlossaryTests
{
    private static readonly string[] Concepts =
        ["Accounts", "Arrivals", "Calendar", "Cases", "Certificates", "Compliance", "Eligibility", "Enforcement", "Learning", "Letters", "Obligations", "Permits", "Policies", "Retention", "Statistics", "Testing"];

    [Fact]
    public void Every_public_type_of_the_law_is_bound_by_the_glossary()
    {
        var glossary = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "glossary.md"));
        var unbound = typeof(Obligation).Assembly.GetExportedTypes()
            .Where(type => !type.IsNested && Concepts.Contains(type.Namespace?.Split('.').ElementAtOrDefault(1)))
            .Select(type => type.Name)
            .Where(name => !glossary.Contains($"`{name}`", StringComparison.Ordinal));
        Assert.Empty(unbound);
    }
}
