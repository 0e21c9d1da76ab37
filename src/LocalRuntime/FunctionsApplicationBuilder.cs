using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime;

/// <summary>Takes the app's services, configuration and middleware, and builds the host that runs its functions.</summary>
public sealed class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];
    private readonly RuntimeResources resources;
    private readonly WebApplicationBuilder web;
    private readonly bool exitOnFailure;
    private bool built;

    internal FunctionsApplicationBuilder(string[] args, LocalRuntimeSettings settings, bool exitOnFailure)
    {
        ArgumentNullException.ThrowIfNull(args);
        this.exitOnFailure = exitOnFailure;
        resources = RuntimeResources.Take(settings);
        if (exitOnFailure)
        {
            // The app may refuse its settings before there is a host to stop: its storage must not live on then.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => resources.Dispose();
        }

        try
        {
            web = RuntimeServices.CreateWebBuilder(args, resources);
        }
        catch
        {
            resources.Dispose();
            throw;
        }
    }

    public IServiceCollection Services => web.Services;

    public ConfigurationManager Configuration => web.Configuration;

    public IHostEnvironment Environment => web.Environment;

    public ILoggingBuilder Logging => web.Logging;

    public IMetricsBuilder Metrics => web.Metrics;

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)web).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)web).ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        RefuseWhenBuilt();
        this.middleware.Add(middleware);
        return this;
    }

    /// <summary>Builds the host; it can be built once.</summary>
    public IHost Build()
    {
        RefuseWhenBuilt();
        built = true;
        try
        {
            Services.AddSingleton(FunctionPipeline.Of(middleware));
            var app = web.Build();
            RuntimeServices.MapDoorsAndFunctions(app);
            return new RuntimeHost(app, resources, exitOnFailure);
        }
        catch (Exception exception)
        {
            resources.Dispose();
            if (exitOnFailure && exception is LocalRuntimeStartException failure)
            {
                StartFailure.Exit(failure);
            }

            throw;
        }
    }

    private void RefuseWhenBuilt()
    {
        if (built)
        {
            throw new InvalidOperationException("The application has already been built.");
        }
    }
}
