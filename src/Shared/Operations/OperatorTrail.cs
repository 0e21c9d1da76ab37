using Azure.Data.Tables;
using Inburgering.Accounts;
using Inburgering.Storage;

namespace Inburgering.Operations;

/// <summary>What an operator did that is about no single person. What is about one stands in that person's own trail.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="OperatorId">Who: the account at its issuer.</param>
/// <param name="Action">What, as a lowerCamelCase word.</param>
/// <param name="Detail">On what; no personal data.</param>
/// <param name="Reason">Why, in the operator's words.</param>
public sealed record OperatorAct(DateTimeOffset At, string OperatorId, string Action, string Detail, string? Reason);

/// <summary>The trail of the operators' acts. A line is written before the act it tells of.</summary>
public sealed class OperatorTrail(StorageTables storage, RowCodec rows, TimeProvider clock)
{
    private const string Partition = "acts";

    public Task RecordAsync(string operatorId, string action, string detail, string? reason, CancellationToken cancellationToken)
    {
        var act = new OperatorAct(clock.GetUtcNow(), operatorId, action, detail, reason);

        // The newest first: rows come in the order of their keys.
        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(DateTimeOffset.MaxValue - act.At).Ticks:D19}:{RandomCodes.AttemptId()}");
        return storage.Operations.AddEntityAsync(rows.Encode(Partition, key, act), cancellationToken);
    }

    /// <summary>The newest acts, newest first.</summary>
    public async Task<IReadOnlyList<OperatorAct>> LatestAsync(int most, CancellationToken cancellationToken)
    {
        var acts = new List<OperatorAct>();
        await foreach (var row in storage.Operations.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, maxPerPage: most, cancellationToken: cancellationToken))
        {
            acts.Add(rows.Decode<OperatorAct>(row));
            if (acts.Count == most)
            {
                break;
            }
        }

        return acts;
    }
}
