using System.Text.RegularExpressions;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// Starts the broker and the functions it triggers. Everything stored is back before the host starts anything else; functions
/// are called once the host has started; on a stop, running ones end first.
/// </summary>
internal sealed partial class ServiceBusTriggers(
    Broker broker, FunctionCatalog catalog, IFunctionInvoker invoker, IConfiguration configuration, ILogger<ServiceBusTriggers> log) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private List<TriggerPump> pumps = [];
    private Task running = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // Before the load: the clock has to wait for stored messages that a trigger will take.
        pumps = [.. catalog.With<ServiceBusTriggerAttribute>().Select(pair => Bind(pair.Function, pair.Trigger))];
        await broker.LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        running = Task.WhenAll(pumps.Select(pump => Task.Run(() => pump.RunAsync(stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => stopping.CancelAsync();

    // Running functions get the runtime's grace, which begins between the two steps of stopping.
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StoppedAsync(CancellationToken cancellationToken) => broker.StopAsync(cancellationToken);

    public void Dispose() => stopping.Dispose();

    private TriggerPump Bind(FunctionDescriptor function, ServiceBusTriggerAttribute trigger)
    {
        if (trigger.IsSessionsEnabled || trigger.IsBatched)
        {
            throw Wrong(function, "IsSessionsEnabled and IsBatched are not supported by the local runtime");
        }

        var address = trigger.QueueName is not null
            ? Resolve(function, trigger.QueueName)
            : $"{Resolve(function, trigger.TopicName!)}/Subscriptions/{Resolve(function, trigger.SubscriptionName!)}";
        var source = broker.FindSource(address) ?? throw Wrong(function, $"there is no '{address}' in {TopologyFile.Name}");
        source.IsTriggered = true;
        return new TriggerPump(function, trigger.AutoCompleteMessages, source, invoker, log);
    }

    /// <summary>A name in percent signs stands for the application setting of that name.</summary>
    private string Resolve(FunctionDescriptor function, string name) => Setting().Replace(
        name, match => configuration[match.Groups[1].Value] ?? throw Wrong(function, $"the setting '{match.Groups[1].Value}' is not set"));

    private static LocalRuntimeStartException Wrong(FunctionDescriptor function, string why) =>
        new($"Function {function.Name}, [ServiceBusTrigger]: {why}.");

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Setting();
}
