using System.Reflection;
using Inburgering.Functions.Health;
using Inburgering.Functions.Http;
using Inburgering.LocalRuntime;

namespace Inburgering.Functions.Tests.Access;

/// <summary>One cell of the access table: a function, a role, and in which situation the role calls.</summary>
/// <param name="Situation"><see cref="Own"/>, <see cref="Others"/>, <see cref="Missing"/>, <see cref="NoToken"/> or one of <see cref="Forgery.All"/>.</param>
internal sealed record AccessCell(string Function, string Role, string Situation)
{
    public const string Own = "own";
    public const string Others = "other's";
    public const string Missing = "not existing";
    public const string NoToken = "no token";

    /// <summary>Every HTTP function that the app has × every role × every situation. Read from the functions themselves: a new one is in it at once.</summary>
    public static IEnumerable<AccessCell> All =>
        from function in HttpFunctions
        from role in Http.Role.All
        from situation in new[] { Own, Others, Missing, NoToken }.Concat(Forgery.All)
        select new AccessCell(function, role, situation);

    private static IEnumerable<string> HttpFunctions =>
        from type in typeof(GetHealth).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)))
        select method.GetCustomAttribute<FunctionAttribute>()!.Name;

    /// <summary>The function's row; a function without one has no answer to give and fails its test.</summary>
    public AccessRule Rule => FunctionAccess.Table.TryGetValue(Function, out var rule)
        ? rule
        : throw new InvalidOperationException($"{Function} has no row in FunctionAccess.Table: say there who may call it.");

    public override string ToString() => $"{Function} as {Role}: {Situation}";
}
