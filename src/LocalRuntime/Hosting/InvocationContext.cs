using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>One invocation on its way through the pipeline. What few functions ask for is made when it is asked for.</summary>
/// <param name="stopping">Signalled when the runtime has been stopping for a while.</param>
internal sealed class InvocationContext(FunctionCall call, Invocation invocation, IServiceProvider services, CancellationToken stopping) : FunctionContext, IDisposable
{
    /// <summary>The key of the real extension, so that middleware which looks for it finds it.</summary>
    public const string HttpContextKey = "HttpRequestContext";

    private string? id;
    private IDictionary<object, object>? items;
    private CancellationTokenSource? goneOrStopping;

    public override string InvocationId => id ??= Guid.NewGuid().ToString();

    public override string FunctionId => call.Definition.Id;

    public override FunctionDefinition FunctionDefinition => call.Definition;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override IDictionary<object, object> Items
    {
        get => items ??= HttpContext is { } http ? new Dictionary<object, object> { [HttpContextKey] = http } : [];
        set => items = value;
    }

    public override CancellationToken CancellationToken => HttpContext is { } http
        ? (goneOrStopping ??= CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping)).Token
        : stopping;

    public HttpContext? HttpContext => invocation.HttpContext;

    public InvocationResult Result { get; } = new ReturnedValue();

    public object? Bind(ParameterInfo parameter) => invocation.Bind(parameter);

    public async Task RunFunctionAsync() => Result.Value = await call.RunAsync(this).ConfigureAwait(false);

    public void Dispose() => goneOrStopping?.Dispose();

    private sealed class ReturnedValue : InvocationResult
    {
        public override object? Value { get; set; }
    }
}
