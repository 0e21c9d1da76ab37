using Inburgering.Storage;

namespace Inburgering.Functions.Runtime;

/// <summary>Counts what a function asks of storage under the function's name.</summary>
internal sealed class UseCaseNaming : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => UseCase.RunAsync(context.FunctionDefinition.Name, () => next(context));
}
