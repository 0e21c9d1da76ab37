using System.Reflection;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>Takes the value out of whatever a function returns: a value, a task of it, or nothing.</summary>
internal static class ReturnedTask
{
    private static readonly MethodInfo OfTaskMethod = Method(nameof(OfTask));
    private static readonly MethodInfo OfValueTaskMethod = Method(nameof(OfValueTask));

    public static Func<object?, ValueTask<object?>> UnwrapperOf(Type returnType)
    {
        if (returnType == typeof(Task))
        {
            return static async returned =>
            {
                await ((Task)returned!).ConfigureAwait(false);
                return null;
            };
        }

        if (returnType == typeof(ValueTask))
        {
            return static async returned =>
            {
                await ((ValueTask)returned!).ConfigureAwait(false);
                return null;
            };
        }

        var generic = returnType.IsGenericType ? returnType.GetGenericTypeDefinition() : null;
        var unwrap = generic == typeof(Task<>) ? OfTaskMethod : generic == typeof(ValueTask<>) ? OfValueTaskMethod : null;
        return unwrap is null
            ? static returned => ValueTask.FromResult(returned)
            : unwrap.MakeGenericMethod(returnType.GetGenericArguments()).CreateDelegate<Func<object?, ValueTask<object?>>>();
    }

    private static async ValueTask<object?> OfTask<T>(object? returned) => await ((Task<T>)returned!).ConfigureAwait(false);

    private static async ValueTask<object?> OfValueTask<T>(object? returned) => await ((ValueTask<T>)returned!).ConfigureAwait(false);

    private static MethodInfo Method(string name) => typeof(ReturnedTask).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
}
