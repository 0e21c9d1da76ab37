using Microsoft.AspNetCore.Routing.Patterns;

namespace Inburgering.LocalRuntime.Http;

/// <summary>What a route matches, apart from the names of its parameters: two routes of one shape can't be told apart.</summary>
internal static class RouteShape
{
    public static string Of(RoutePattern pattern) =>
        string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => PartOf(part, pattern)))));

    private static string PartOf(RoutePatternPart part, RoutePattern pattern) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => "{" + (parameter.IsCatchAll ? "*" : "") + Constraints(parameter) + (parameter.IsOptional ? "?" : "") + "}",
        _ => throw new InvalidOperationException($"Unknown part in the route {pattern.RawText}."),
    };

    private static string Constraints(RoutePatternParameterPart parameter) =>
        string.Concat(parameter.ParameterPolicies.Select(policy => ":" + policy.Content).Order(StringComparer.Ordinal));
}
