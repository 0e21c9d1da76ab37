namespace Inburgering.Benchmarks;

internal static class OrchestrationBenchmark
{
    public static Task<int> RunAsync() => Task.FromResult(0);
}
