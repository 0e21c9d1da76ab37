using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime;

/// <summary>Takes the app's services and its middleware.</summary>
public interface IFunctionsWorkerApplicationBuilder
{
    IServiceCollection Services { get; }

    IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);
}
