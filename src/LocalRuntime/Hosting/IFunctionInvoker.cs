using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>One call of a function. What every function may ask for (FunctionContext, CancellationToken, [DurableClient]) the invoker binds itself.</summary>
/// <param name="Function">The function to call.</param>
/// <param name="Bind">Gives the value for a parameter that belongs to the trigger: the trigger parameter itself, message actions, route values.</param>
/// <param name="HttpContext">The request that is answered, for an HTTP trigger only.</param>
internal sealed record Invocation(FunctionDescriptor Function, Func<ParameterInfo, object?> Bind, HttpContext? HttpContext = null);

/// <summary>Runs a function in a dependency-injection scope of its own, through the app's middleware.</summary>
/// <remarks>
/// A running function is counted in <see cref="Clock.WorkInFlight"/> by the invoker, except an orchestrator: its code is
/// left where it waits and may never return, so the engine counts its steps.
/// </remarks>
internal interface IFunctionInvoker
{
    /// <returns>What the function returned; a task is awaited and its result given; <see langword="null"/> for none.</returns>
    /// <remarks>An exception of the function leaves unwrapped, as the function threw it.</remarks>
    Task<object?> InvokeAsync(Invocation invocation);
}
