using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Storage;

/// <summary>An app of its own, of which nobody asks anything beside the test that counts.</summary>
public sealed class CountedApp(SharedApp shared) : IAsyncLifetime
{
    private const string Counter = "inburgering.storage.requests";
    private RunningApp? app;

    internal RunningApp App => app!;

    public async ValueTask InitializeAsync() => app = await shared.StartAppAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>What the app itself asked of storage from before to after the act, all that came of it included.</summary>
    /// <param name="act">What is counted.</param>
    /// <returns>Like <c>GetMe: 1 read people 200</c>, in order.</returns>
    internal async Task<IReadOnlyList<string>> RequestsAsync(Func<Task> act)
    {
        await App.Clock.SettleAsync();
        var before = await CountsAsync();
        await act();
        await App.Clock.SettleAsync();
        return
        [
            .. from after in await CountsAsync()
               let more = after.Value - before.GetValueOrDefault(after.Key)
               where more > 0
               select FormattableString.Invariant($"{after.Key.UseCase}: {more} {after.Key.Request}"),
        ];
    }

    private async Task<SortedDictionary<(string UseCase, string Request), long>> CountsAsync()
    {
        var items = (await App.Api.GetAsync("/local/telemetry")).With(HttpStatusCode.OK).Items.Where(item => item.Text("counter") == Counter);
        var counts = new SortedDictionary<(string, string), long>();
        foreach (var item in items)
        {
            var tags = item.Part("tags");
            // In brackets: the local runtime's own, for orchestrations and messages.
            if (!tags.Text("use_case").StartsWith('('))
            {
                counts[(tags.Text("use_case"), string.Join(' ', new[] { "operation", "store", "status" }.Select(tags.Text).Where(tag => tag.Length > 0)))] = item["count"]!.GetValue<long>();
            }
        }

        return counts;
    }
}
