namespace Inburgering.LocalRuntime.Hosting;

/// <summary>Ends the process when it can't start: a line for the person at the terminal, no stack trace.</summary>
internal static class StartFailure
{
    public static void Exit(LocalRuntimeStartException exception)
    {
        Console.Error.WriteLine(exception.Message);
        Environment.Exit(1);
    }
}
