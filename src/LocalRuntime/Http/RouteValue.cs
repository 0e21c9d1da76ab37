using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Inburgering.LocalRuntime.Http;

/// <summary>Turns a value of the route into a function's parameter.</summary>
internal static class RouteValue
{
    /// <returns>Reads the value; an absent optional one is the parameter's default. <see langword="null"/> if text can't become that type.</returns>
    /// <remarks>As in the real worker, a value that does not convert fails the invocation (500); a route constraint makes it 404.</remarks>
    public static Func<HttpContext, object?>? ReaderOf(ParameterInfo parameter)
    {
        var name = parameter.Name!;
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var absent = parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;
        if (type == typeof(string))
        {
            return http => http.Request.RouteValues[name] ?? absent;
        }

        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
        {
            return null;
        }

        return http =>
        {
            if (http.Request.RouteValues[name] is not { } value)
            {
                return absent;
            }

            var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            try
            {
                return converter.ConvertFromInvariantString(text);
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
            {
                throw new InvalidOperationException($"The route value '{name}' is no {type.Name}.", exception);
            }
        };
    }
}
