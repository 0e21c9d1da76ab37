using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;

namespace Inburgering.LocalRuntime.Tests.Killed;

/// <param name="Account">Whose account it moves: the orchestration's.</param>
/// <param name="CommandId">Identifies the effect in its account, however often it is asked for.</param>
public sealed record Effect(string Account, string CommandId);

/// <summary>
/// What the activities did, one partition an account. Every run of an activity leaves a row of its own. The balance grows by a
/// transaction together with the row of the command id, so a repeat of the command is refused.
/// </summary>
public sealed class Ledger(IConfiguration configuration)
{
    private const string Balance = "balance";
    private const string Runs = "run:";
    private const string Commands = "command:";

    [Function(nameof(Affect))]
    public async Task Affect([ActivityTrigger] Effect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        var table = TableOf(ConnectionString(configuration));
        var key = effect.CommandId.Replace('/', '-');
        await table.AddEntityAsync(new TableEntity(effect.Account, $"{Runs}{key}:{Guid.NewGuid():N}"));
        while (true)
        {
            var balance = await table.GetEntityIfExistsAsync<TableEntity>(effect.Account, Balance);
            var grown = new TableEntity(effect.Account, Balance) { ["Value"] = (balance.HasValue ? balance.Value!.GetInt32("Value") ?? 0 : 0) + 1 };
            try
            {
                await table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, new TableEntity(effect.Account, Commands + key)),
                    balance.HasValue ? new(TableTransactionActionType.UpdateReplace, grown, balance.Value!.ETag) : new(TableTransactionActionType.Add, grown),
                ]);
                return;
            }
            catch (TableTransactionFailedException exception) when (exception.Status is 409 or 412)
            {
                if ((await table.GetEntityIfExistsAsync<TableEntity>(effect.Account, Commands + key)).HasValue)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Makes sure that the table is there.</summary>
    internal static Task CreateAsync(IConfiguration configuration) => TableOf(ConnectionString(configuration)).CreateIfNotExistsAsync();

    /// <summary>Everything that happened, by account.</summary>
    internal static async Task<IReadOnlyDictionary<string, Account>> ReadAsync(string connectionString)
    {
        var rows = await TableOf(connectionString).QueryAsync<TableEntity>().ToListAsync();
        return rows.GroupBy(row => row.PartitionKey).ToDictionary(
            rows => rows.Key,
            rows => new Account(
                rows.Where(row => row.RowKey == Balance).Sum(row => row.GetInt32("Value") ?? 0),
                [.. rows.Where(row => row.RowKey.StartsWith(Commands, StringComparison.Ordinal)).Select(row => row.RowKey[Commands.Length..])],
                [.. rows.Where(row => row.RowKey.StartsWith(Runs, StringComparison.Ordinal)).Select(row => row.RowKey.Split(':')[1])]));
    }

    private static string ConnectionString(IConfiguration configuration) => configuration["AzureWebJobsStorage"]!;

    private static TableClient TableOf(string connectionString) => new(connectionString, "ledger");

    /// <param name="Balance">How often a guarded effect took place.</param>
    /// <param name="Commands">The command ids that took effect.</param>
    /// <param name="Runs">The command id of every run of an activity.</param>
    internal sealed record Account(int Balance, IReadOnlyList<string> Commands, IReadOnlyList<string> Runs);
}
