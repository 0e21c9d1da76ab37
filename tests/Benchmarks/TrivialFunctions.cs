using Inburgering.LocalRuntime;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Benchmarks;

/// <summary>The function whose cost is that of the runtime alone.</summary>
public static class TrivialFunctions
{
    [Function("Hello")]
    public static IResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello")] HttpRequest request) =>
        Results.Text(Answers.Hello);
}
