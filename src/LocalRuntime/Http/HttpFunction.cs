using System.Reflection;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Inburgering.LocalRuntime.Http;

/// <summary>An HTTP-triggered function with its route, its methods and the way its parameters are bound.</summary>
internal sealed class HttpFunction
{
    private readonly Func<HttpContext, object?>?[] binders;

    private HttpFunction(FunctionDescriptor descriptor, RoutePattern pattern, IReadOnlyList<string> methods, Func<HttpContext, object?>?[] binders)
    {
        Descriptor = descriptor;
        Pattern = pattern;
        Methods = methods;
        this.binders = binders;
    }

    public FunctionDescriptor Descriptor { get; }

    public RoutePattern Pattern { get; }

    /// <summary>In upper case; empty for every method.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <param name="prefix">The host's route prefix, without slashes; may be empty.</param>
    /// <exception cref="LocalRuntimeStartException">The route can't be read or a parameter can't be bound; names the function and the attribute.</exception>
    public static HttpFunction Of(FunctionDescriptor descriptor, HttpTriggerAttribute trigger, string prefix)
    {
        var route = trigger.Route ?? descriptor.Name;
        RoutePattern pattern;
        try
        {
            pattern = RoutePatternFactory.Parse(prefix.Length == 0 ? route : $"{prefix}/{route}");
        }
        catch (RoutePatternException exception)
        {
            throw new LocalRuntimeStartException($"Function '{descriptor.Name}': the Route '{route}' of [HttpTrigger] can't be read. {exception.Message}");
        }

        var methods = (trigger.Methods ?? []).Select(method => method.ToUpperInvariant()).Distinct().ToList();
        return new HttpFunction(descriptor, pattern, methods, [.. descriptor.Method.GetParameters().Select(parameter => BinderOf(descriptor, parameter, pattern))]);
    }

    /// <exception cref="LocalRuntimeStartException">Two functions answer the same method at the same route.</exception>
    public static void RefuseOverlaps(IReadOnlyList<HttpFunction> functions)
    {
        foreach (var sameRoute in functions.GroupBy(function => RouteShape.Of(function.Pattern)))
        {
            var seen = new Dictionary<string, HttpFunction>();
            foreach (var function in sameRoute)
            {
                foreach (var method in function.Methods.Count == 0 ? ["*"] : function.Methods)
                {
                    var other = method == "*" ? seen.Values.FirstOrDefault() : seen.GetValueOrDefault(method) ?? seen.GetValueOrDefault("*");
                    if (other is not null)
                    {
                        throw new LocalRuntimeStartException(
                            $"Function '{function.Descriptor.Name}': [HttpTrigger] declares {(method == "*" ? "every method" : method)} /{function.Pattern.RawText}, which function '{other.Descriptor.Name}' declares too.");
                    }

                    seen[method] = function;
                }
            }
        }
    }

    public object? Bind(ParameterInfo parameter, HttpContext http) => binders[parameter.Position]!(http);

    private static Func<HttpContext, object?>? BinderOf(FunctionDescriptor descriptor, ParameterInfo parameter, RoutePattern pattern)
    {
        if (FunctionCall.BindsItself(parameter))
        {
            return null;
        }

        if (descriptor.IsTrigger(parameter))
        {
            return parameter.ParameterType == typeof(HttpRequest)
                ? static http => http.Request
                : throw new LocalRuntimeStartException($"Function '{descriptor.Name}': [HttpTrigger] stands on a {parameter.ParameterType.Name}; the local runtime gives an HttpRequest only.");
        }

        return pattern.GetParameter(parameter.Name!) is not null && RouteValue.ReaderOf(parameter) is { } reader
            ? reader
            : throw new LocalRuntimeStartException(
                $"Function '{descriptor.Name}': parameter '{parameter.Name}' ({parameter.ParameterType.Name}) can't be bound; the Route '{pattern.RawText}' of [HttpTrigger] has no such value.");
    }
}
