using System.Globalization;
using Inburgering.Benchmarks;
using Inburgering.LocalRuntime;
using Microsoft.Extensions.Hosting;

// Figures of the local runtime, beside those of a bare Kestrel app on the same machine in the same run.
// The apps that are measured are this program too, in processes of their own.
switch (args)
{
    case ["lean", .. var options]:
        return await LeanBenchmark.RunAsync(quick: options is ["--quick"]);
    case ["orchestrations"]:
        return await OrchestrationBenchmark.RunAsync();
    case [ServedApp.Bare, var port]:
        BareApp.Run(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case [ServedApp.Runtime]:
        FunctionsApplication.CreateBuilder([]).Build().Run();
        return 0;
    default:
        Console.Error.WriteLine("Usage: lean [--quick] | orchestrations");
        return 2;
}
