using Microsoft.AspNetCore.Http;

namespace Inburgering.LocalRuntime.Tests.Hosting;

/// <summary>The functions of an app that runs in a process of its own.</summary>
public static class ChildFunctions
{
    [Function("Hello")]
    public static string Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello")] HttpRequest request) => "hello";

    /// <summary>Answers once the file named in the query is there.</summary>
    [Function("WaitForFile")]
    public static async Task<string> WaitForFileAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var file = request.Query["file"].ToString();
        await File.WriteAllTextAsync(file + ".waiting", "", cancellationToken);
        while (!File.Exists(file))
        {
            await Task.Delay(10, cancellationToken);
        }

        return "finished";
    }
}
