using Inburgering.Functions.Messages;
using Inburgering.Storage;
using Inburgering.Telemetry;

namespace Inburgering.Functions.Runtime;

/// <summary>Around every function: a span, the name under which its storage requests are counted, and what became of the message it took.</summary>
internal sealed class FunctionTelemetry(OperationMetrics metrics) : IFunctionsWorkerMiddleware
{
    private const string Orchestration = "orchestrationTrigger";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var name = context.FunctionDefinition.Name;
        if (context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == Orchestration))
        {
            // It is replayed again and again, on a thread of its own: no span, and nothing that it asks for is storage.
            await next(context);
            return;
        }

        using var span = Traces.Begin(name);
        metrics.FunctionRan(name);
        try
        {
            if (await MessageOutcome.OfAsync(() => UseCase.RunAsync(name, () => next(context))) is { } outcome)
            {
                metrics.MessageTaken(name, outcome);
            }
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }
}
