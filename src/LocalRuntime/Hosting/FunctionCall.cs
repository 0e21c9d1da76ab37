using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>How one function is called, worked out once: its class, its parameters, what its return type wraps.</summary>
internal sealed class FunctionCall
{
    private delegate object? Binder(InvocationContext context);

    private readonly MethodInvoker invoker;
    private readonly ObjectFactory? createInstance;
    private readonly Binder[] binders;
    private readonly Func<object?, ValueTask<object?>> unwrap;

    public FunctionCall(FunctionDescriptor function)
    {
        Definition = new DescribedFunction(function);
        var method = function.Method;
        invoker = MethodInvoker.Create(method);
        createInstance = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        binders = [.. method.GetParameters().Select(BinderOf)];
        unwrap = ReturnedTask.UnwrapperOf(method.ReturnType);
    }

    public FunctionDefinition Definition { get; }

    /// <summary>Whether the invoker binds the parameter itself, whatever the trigger.</summary>
    public static bool BindsItself(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(FunctionContext)
        || parameter.ParameterType == typeof(CancellationToken)
        || parameter.IsDefined(typeof(DurableClientAttribute));

    /// <returns>What the function returned, awaited; <see langword="null"/> for none.</returns>
    public async Task<object?> RunAsync(InvocationContext context)
    {
        var arguments = new object?[binders.Length];
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = binders[index](context);
        }

        var instance = createInstance?.Invoke(context.InstanceServices, null);
        try
        {
            return await unwrap(Invoke(instance, arguments)).ConfigureAwait(false);
        }
        finally
        {
            if (instance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync().ConfigureAwait(false);
            }
            else if (instance is IDisposable disposable)
            {
                disposable.Dispose();
            }
        }
    }

    private object? Invoke(object? instance, object?[] arguments)
    {
        try
        {
            return invoker.Invoke(instance, arguments.AsSpan());
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
            throw;
        }
    }

    private static Binder BinderOf(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return static context => context;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return static context => context.CancellationToken;
        }

        if (parameter.IsDefined(typeof(DurableClientAttribute)))
        {
            return context => context.InstanceServices.GetRequiredService(parameter.ParameterType);
        }

        return context => context.Bind(parameter);
    }
}
