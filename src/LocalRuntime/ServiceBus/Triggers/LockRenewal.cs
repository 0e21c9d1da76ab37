namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Renews a delivery's lock as long as the function runs, so that a slow call or a debugger does not cause a second delivery.</summary>
internal sealed class LockRenewal : IDisposable
{
    private readonly ITimer timer;

    public LockRenewal(Delivery delivery)
    {
        var interval = delivery.Source.Queue.Rules.LockDuration / 2;
        timer = TimeProvider.System.CreateTimer(_ => Renew(delivery), null, interval, interval);
    }

    public void Dispose() => timer.Dispose();

    private static void Renew(Delivery delivery)
    {
        if (delivery.Source.IsLocked(delivery.LockToken))
        {
            try
            {
                delivery.Source.Renew(delivery.LockToken);
            }
            catch (ServiceBusException)
            {
                // Settled at this very moment: there is nothing left to renew.
            }
        }
    }
}
