using Inburgering.LocalRuntime;
using Inburgering.LocalRuntime.Tests.Hosting;
using Inburgering.LocalRuntime.Tests.Killed;
using Microsoft.Extensions.Hosting;

/// <summary>
/// Makes this assembly an app of its own: a process started with it as .NET startup hook runs <see cref="ChildFunctions"/> and <see cref="EndureFunctions"/>
/// as an app's Program.cs would, and never gets to the tests. The name and the method are what .NET looks for.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        FunctionsApplication.CreateBuilder([], settings => settings with { App = typeof(StartupHook).Assembly, FunctionTypes = [typeof(ChildFunctions), typeof(EndureFunctions), typeof(Ledger)] }).Build().Run();
        Environment.Exit(0);
    }
}
