using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.Hosting;

public sealed class MiddlewareTests(AzuriteFixture azurite)
{
    private Task<RunningApp> StartAsync() => RunningApp.StartAsync(azurite, [typeof(Functions)], builder =>
    {
        builder.Services.AddSingleton<Trail>();
        builder.Services.AddScoped<PerInvocation>();
        builder.UseMiddleware<First>();
        builder.UseWhen<Gate>(context => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger"));
        builder.UseMiddleware(async (context, next) =>
        {
            context.InstanceServices.GetRequiredService<Trail>().Steps.Enqueue($"inline {context.FunctionDefinition.Name}");
            await next();
        });
    });

    [Fact]
    public async Task Middleware_runs_around_a_request_in_the_order_of_registration_and_sets_the_user()
    {
        await using var app = await StartAsync();
        Assert.Equal("aylin", await app.Http.GetStringAsync("/api/whoami", TestContext.Current.CancellationToken));
        Assert.Equal(
            ["first in WhoAmI", "gate in", "inline WhoAmI", "function", "gate out", "first out aylin"],
            app.Services.GetRequiredService<Trail>().Steps);
    }

    [Fact]
    public async Task Middleware_that_sets_the_result_answers_in_the_functions_stead()
    {
        await using var app = await StartAsync();
        using var response = await app.SendAsync(HttpMethod.Get, "/api/whoami?refuse=yes");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain("function", app.Services.GetRequiredService<Trail>().Steps);
    }

    [Fact]
    public async Task Middleware_runs_around_every_kind_of_function_and_each_invocation_has_a_scope_that_ends_with_it()
    {
        await using var app = await StartAsync();
        var invoker = app.Services.GetRequiredService<IFunctionInvoker>();
        var activity = app.Services.GetRequiredService<FunctionCatalog>().With<ActivityTriggerAttribute>().Single().Function;
        var first = (PerInvocation)(await invoker.InvokeAsync(new Invocation(activity, _ => "input")))!;
        var second = (PerInvocation)(await invoker.InvokeAsync(new Invocation(activity, _ => "input")))!;
        Assert.NotSame(first, second);
        Assert.True(first.IsOver);
        Assert.Equal("input", first.Input);
        Assert.Equal(
            ["first in Remember", "inline Remember", "first out", "first in Remember", "inline Remember", "first out"],
            app.Services.GetRequiredService<Trail>().Steps);
        Assert.Equal(0, app.Services.GetRequiredService<WorkInFlight>().Count);
    }

    [Fact]
    public async Task An_exception_leaves_the_invoker_as_it_was_thrown()
    {
        await using var app = await StartAsync();
        var invoker = app.Services.GetRequiredService<IFunctionInvoker>();
        var orchestrator = app.Services.GetRequiredService<FunctionCatalog>().With<OrchestrationTriggerAttribute>().Single().Function;
        await Assert.ThrowsAsync<TimeoutException>(() => invoker.InvokeAsync(new Invocation(orchestrator, _ => null)));
    }

    [Fact]
    public async Task A_replay_of_an_orchestrator_leaves_nothing_behind_at_the_stop()
    {
        await using var app = await StartAsync();
        var invoker = app.Services.GetRequiredService<IFunctionInvoker>();
        var orchestrator = app.Services.GetRequiredService<FunctionCatalog>().With<OrchestrationTriggerAttribute>().Single().Function;
        await Assert.ThrowsAsync<TimeoutException>(() => invoker.InvokeAsync(new Invocation(orchestrator, _ => null)));

        // A token of its own would be registered there for good: most replays never end.
        Assert.Equal(app.Services.GetRequiredService<StopGrace>().Over, app.Services.GetRequiredService<Trail>().Token);
    }

    internal sealed class Trail
    {
        public CancellationToken Token { get; set; }

        public ConcurrentQueue<string> Steps { get; } = [];
    }

    public sealed class PerInvocation : IDisposable
    {
        public bool IsOver { get; private set; }

        public string? Input { get; set; }

        public void Dispose() => IsOver = true;
    }

    internal sealed class First(Trail trail) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trail.Token = context.CancellationToken;
            trail.Steps.Enqueue($"first in {context.FunctionDefinition.Name}");
            context.GetHttpContext()?.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "aylin")], "test"));
            await next(context);
            trail.Steps.Enqueue($"first out {context.GetInvocationResult().Value as string}".TrimEnd());
        }
    }

    internal sealed class Gate(Trail trail) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trail.Steps.Enqueue("gate in");
            if (context.GetHttpContext()!.Request.Query.ContainsKey("refuse"))
            {
                context.GetInvocationResult().Value = Results.StatusCode(StatusCodes.Status403Forbidden);
                return;
            }

            await next(context);
            trail.Steps.Enqueue("gate out");
        }
    }

    public sealed class Functions(IServiceProvider services)
    {
        [Function("WhoAmI")]
        public string? WhoAmI([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "whoami")] HttpRequest request)
        {
            services.GetRequiredService<Trail>().Steps.Enqueue("function");
            return request?.HttpContext.User.Identity?.Name;
        }

        [Function("Remember")]
        public async Task<PerInvocation> Remember([ActivityTrigger] string input)
        {
            await Task.Yield();
            var remembered = services.GetRequiredService<PerInvocation>();
            remembered.Input = input;
            return remembered.IsOver ? throw new InvalidOperationException("The scope ended early.") : remembered;
        }

        [Function("Times out")]
        public static Task TimesOut([OrchestrationTrigger] TaskOrchestrationContext context) => throw new TimeoutException();
    }
}
