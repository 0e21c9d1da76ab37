using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>One invocation on its way through the pipeline.</summary>
internal sealed class InvocationContext : FunctionContext
{
    /// <summary>The key of the real extension, so that middleware which looks for it finds it.</summary>
    public const string HttpContextKey = "HttpRequestContext";

    private readonly FunctionCall call;
    private readonly Func<ParameterInfo, object?> bind;

    public InvocationContext(FunctionCall call, Func<ParameterInfo, object?> bind, HttpContext? httpContext, IServiceProvider services, CancellationToken cancellationToken)
    {
        this.call = call;
        this.bind = bind;
        InstanceServices = services;
        CancellationToken = cancellationToken;
        if (httpContext is not null)
        {
            Items[HttpContextKey] = httpContext;
        }
    }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => call.Definition.Id;

    public override FunctionDefinition FunctionDefinition => call.Definition;

    public override IServiceProvider InstanceServices { get; set; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override CancellationToken CancellationToken { get; }

    public InvocationResult Result { get; } = new ReturnedValue();

    public async Task RunFunctionAsync() => Result.Value = await call.RunAsync(this, bind).ConfigureAwait(false);

    private sealed class ReturnedValue : InvocationResult
    {
        public override object? Value { get; set; }
    }
}
