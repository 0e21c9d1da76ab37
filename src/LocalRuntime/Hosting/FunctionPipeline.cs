namespace Inburgering.LocalRuntime.Hosting;

/// <summary>The app's middleware in the order of registration, and the function at its end.</summary>
internal sealed class FunctionPipeline
{
    private readonly FunctionExecutionDelegate first;

    private FunctionPipeline(FunctionExecutionDelegate first) => this.first = first;

    public static FunctionPipeline Of(IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        FunctionExecutionDelegate next = static context => ((InvocationContext)context).RunFunctionAsync();
        foreach (var component in middleware.Reverse())
        {
            next = component(next);
        }

        return new FunctionPipeline(next);
    }

    public Task InvokeAsync(InvocationContext context) => first(context);
}
