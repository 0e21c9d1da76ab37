namespace Inburgering.LocalRuntime;

/// <summary>Runs around every invocation of every function; one instance serves them all.</summary>
public interface IFunctionsWorkerMiddleware
{
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
