namespace Inburgering.Benchmarks;

/// <summary>What both apps answer.</summary>
internal static class Answers
{
    public const string Hello = "hello";
}
