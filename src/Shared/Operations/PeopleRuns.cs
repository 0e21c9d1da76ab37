using System.Text.Json.Serialization;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Operations;

/// <summary>What is done for everybody, page by page.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunKind>))]
public enum RunKind
{
    /// <summary>Writes every case's row of its agency's list anew; rows that no file stands behind go when they are read.</summary>
    RelistCases,

    /// <summary>Sends again what was sent about things that happened in a period.</summary>
    ReplayEvents,

    /// <summary>Marks everybody with an open matter, so that the next sweep starts or wakes their orchestrations: after a restore, or when the task hub was lost.</summary>
    WakeEverybody,
}

/// <summary>What an operator ordered.</summary>
/// <param name="RunId">Sets what is sent again apart from what was sent before.</param>
/// <param name="DryRun">Counts only.</param>
/// <param name="From">First legal day of a replay.</param>
/// <param name="Until">Last legal day of a replay.</param>
/// <param name="Type">Only events of this type; all but invitations unless told.</param>
public sealed record RunOrder(string RunId, RunKind Kind, bool DryRun, DateOnly? From = null, DateOnly? Until = null, string? Type = null);

/// <summary>How far a run is.</summary>
/// <param name="Next">Where the next page begins; <see langword="null"/> before the first and after the last.</param>
/// <param name="Read">Records read.</param>
/// <param name="Done">Records that something was done about, or would have been.</param>
public sealed record RunProgress(RunOrder Order, string? Next = null, long Read = 0, long Done = 0, bool IsDone = false);

/// <summary>Does one page of a run. Doing a page again changes nothing more.</summary>
public sealed class PeopleRuns(PersonStore store, CaseList cases, PendingMarkers markers, IMessageSender sender, TimeProvider clock)
{
    private const int AtOnce = 16;

    /// <summary>An invitation can't be sent again: its code is not kept. A new code is what the person needs.</summary>
    public static string NotReplayed => EventTypes.Outgoing + "invitation.requested";

    public Task<RunProgress> WorkAsync(RunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return progress.Order.Kind switch
        {
            RunKind.RelistCases => PageAsync<PersonFile>(
                progress, PersonStore.FileRow, file => file.JoinedInto is null && file.Listing is not null, (file, token) => cases.MoveAsync(file.PersonId, null, file.Listing, token), cancellationToken),
            RunKind.ReplayEvents => PageAsync<OutgoingMessage>(
                progress, PersonStore.SentRows, message => IsWanted(message, progress.Order), (message, token) => sender.SendAsync(message with { Replay = progress.Order.RunId }, token), cancellationToken),
            RunKind.WakeEverybody => PageAsync<PersonFile>(
                progress, PersonStore.FileRow, file => file.JoinedInto is null && ObligationDecider.IsOpen(file.Obligation), (file, token) => markers.MarkAsync(PendingWork.Plan, file.PersonId, token, clock.GetUtcNow()), cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(progress)),
        };
    }

    private async Task<RunProgress> PageAsync<T>(RunProgress progress, string kind, Func<T, bool> isWanted, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var (records, next) = await store.PageAsync<T>(kind, progress.Next, cancellationToken);
        var wanted = records.Where(isWanted).ToList();
        if (!progress.Order.DryRun)
        {
            await Parallel.ForEachAsync(
                wanted, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (record, token) => await work(record, token));
        }

        return progress with { Next = next, Read = progress.Read + records.Count, Done = progress.Done + wanted.Count, IsDone = next is null };
    }

    private static bool IsWanted(OutgoingMessage message, RunOrder order) =>
        message.Destination == OutgoingMessage.Topic
        && message.Type != NotReplayed
        && (order.Type is null || order.Type == message.Type)
        && LegalCalendar.DayOf(message.At) is var day && day >= order.From && day <= order.Until;
}
