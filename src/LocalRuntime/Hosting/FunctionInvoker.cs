using System.Diagnostics;
using System.Runtime.CompilerServices;
using Inburgering.LocalRuntime.Clock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Hosting;

internal sealed partial class FunctionInvoker(
    IServiceScopeFactory scopes,
    FunctionPipeline pipeline,
    WorkInFlight work,
    StopGrace stop,
    ILogger<FunctionInvoker> log) : IFunctionInvoker
{
    // By reference: a descriptor stands for one function of one catalog.
    private readonly ConditionalWeakTable<FunctionDescriptor, FunctionCall> calls = [];

    public async Task<object?> InvokeAsync(Invocation invocation)
    {
        var function = invocation.Function;
        var isOrchestrator = function.Trigger is OrchestrationTriggerAttribute;
        using var counted = isOrchestrator ? null : work.Begin();
        var call = calls.GetValue(function, static descriptor => new FunctionCall(descriptor));
        var started = Stopwatch.GetTimestamp();
        var outcome = "Failed";
        // A request has a scope of its own already, which lives on until the answer is written.
        AsyncServiceScope? scope = invocation.HttpContext is null ? scopes.CreateAsyncScope() : null;
        try
        {
            var services = scope?.ServiceProvider ?? invocation.HttpContext!.RequestServices;
            using var context = new InvocationContext(call, invocation, services, stop.Over);
            await pipeline.InvokeAsync(context).ConfigureAwait(false);
            outcome = "Succeeded";
            return context.Result.Value;
        }
        finally
        {
            if (scope is { } own)
            {
                await own.DisposeAsync().ConfigureAwait(false);
            }

            if (!isOrchestrator)
            {
                LogExecuted(function.Name, outcome, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Function} {Outcome} in {Milliseconds} ms")]
    private partial void LogExecuted(string function, string outcome, long milliseconds);
}
