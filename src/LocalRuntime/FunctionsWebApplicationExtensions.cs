namespace Inburgering.LocalRuntime;

public static class FunctionsWebApplicationExtensions
{
    /// <summary>
    /// Says that HTTP triggers use ASP.NET Core's types. The local runtime knows no other way, so there is nothing to do.
    /// </summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder;
    }
}
