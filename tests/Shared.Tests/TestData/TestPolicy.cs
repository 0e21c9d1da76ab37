using Inburgering.Learning;
using Inburgering.Policies;

namespace Inburgering.Shared.Tests.TestData;

/// <summary>The policy and the content that the product ships: tests of rules run under what is in force.</summary>
internal static class TestPolicy
{
    public static PolicyBook Book { get; } = PolicyBook.Parse(File.ReadAllBytes(Repository.PolicyFile));

    public static Policy Current { get; } = Book.Version("2026-1");

    public static ContentPackage Content { get; } = ContentReader.Read(Repository.Modules).Package;
}
