using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Telemetry;
using Inburgering.Testing;

namespace Inburgering.Storage;

/// <summary>A file and the version it was read at; <see cref="ETag"/> is null for a person nobody knew.</summary>
public sealed record StoredFile(PersonFile File, ETag? ETag)
{
    /// <summary>Whether nothing stands there any more but what must be kept.</summary>
    public bool IsErased => File.Retention.ErasedOn is not null;
}

/// <summary>An attempt and the version it was read at.</summary>
public sealed record StoredAttempt(Attempt Attempt, ETag ETag);

/// <summary>What became of a change.</summary>
public enum CommitResult
{
    /// <summary>Written, whole.</summary>
    Committed,

    /// <summary>The message was taken before; nothing was written.</summary>
    Repeated,

    /// <summary>Somebody else changed the file meanwhile; nothing was written.</summary>
    Conflict,
}

/// <summary>
/// Reads and writes people's files. A use case is one transaction in the person's partition: file, attempt, audit,
/// deduplication row and outbox together.
/// </summary>
public sealed class PersonStore(StorageTables storage, RowCodec rows)
{
    /// <summary>Most records of one page of everybody's.</summary>
    internal const int PageSize = 200;

    internal const string FileRow = "file";
    internal const string AuditRows = "audit";
    internal const string SentRows = "sent";

    /// <summary>
    /// The file of a person; <see langword="null"/> if there is none, or it was erased. One point read. A file that went up in
    /// another leads to that one: its person id may differ from the one asked for.
    /// </summary>
    public async Task<StoredFile?> FindAsync(string personId, CancellationToken cancellationToken) =>
        await FindKeptAsync(personId, cancellationToken) is { IsErased: false } stored ? stored : null;

    /// <summary>The same, and of an erased person what must be kept.</summary>
    public async Task<StoredFile?> FindKeptAsync(string personId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await storage.People.GetEntityIfExistsAsync<TableEntity>(personId, FileRow, cancellationToken: cancellationToken);
            if (!row.HasValue)
            {
                return null;
            }

            var file = rows.Decode<PersonFile>(row.Value!);
            if (file.JoinedInto is null)
            {
                return new StoredFile(file, row.Value!.ETag);
            }

            personId = file.JoinedInto;
        }
    }

    /// <summary>An attempt of that person; <see langword="null"/> if they have none of that id. One point read.</summary>
    public async Task<StoredAttempt?> FindAttemptAsync(string personId, string attemptId, CancellationToken cancellationToken)
    {
        if (attemptId.Any(character => !char.IsAsciiLetterOrDigit(character)))
        {
            return null;
        }

        var row = await storage.People.GetEntityIfExistsAsync<TableEntity>(personId, AttemptRow(attemptId), cancellationToken: cancellationToken);
        return row.HasValue ? new StoredAttempt(rows.Decode<Attempt>(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>Keeps answers while the test is open: only the attempt's own row.</summary>
    public async Task<CommitResult> SaveAttemptAsync(string personId, StoredAttempt stored, Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            await storage.People.UpdateEntityAsync(rows.Encode(personId, AttemptRow(attempt.AttemptId), attempt), stored.ETag, TableUpdateMode.Replace, cancellationToken);
            return CommitResult.Committed;
        }
        catch (RequestFailedException exception) when (exception.Status == 412)
        {
            return CommitResult.Conflict;
        }
    }

    /// <summary>Writes a change as one transaction.</summary>
    /// <param name="stored">The file as it was read.</param>
    /// <param name="change">What to do to it.</param>
    /// <param name="messageKey">The message that caused it, for a row that refuses its repeat.</param>
    /// <param name="attempts">The attempts that were read with it; what else <paramref name="change"/> writes is new.</param>
    public async Task<CommitResult> CommitAsync(StoredFile stored, FileChange change, IndexKey? messageKey, IReadOnlyList<StoredAttempt> attempts, CancellationToken cancellationToken)
    {
        var personId = change.File.PersonId;
        var transaction = new PersonTransaction(storage.People, personId);
        Write(transaction, rows.Encode(personId, FileRow, change.File), stored.ETag);
        if (messageKey is not null)
        {
            transaction.Add(new TableEntity(personId, MessageRow(messageKey)));
        }

        if (change.Kept is ({ } act, { } answer))
        {
            transaction.Add(rows.Encode(personId, MessageRow(act), answer));
        }

        foreach (var attempt in change.Attempts)
        {
            Write(
                transaction,
                rows.Encode(personId, AttemptRow(attempt.AttemptId), attempt),
                attempts.FirstOrDefault(read => read.Attempt.AttemptId == attempt.AttemptId)?.ETag);
        }

        foreach (var entry in change.Audit)
        {
            transaction.Add(rows.Encode(personId, Numbered(AuditRows, entry.Number), entry));
        }

        foreach (var message in change.Outbox)
        {
            transaction.Add(rows.Encode(personId, Numbered("outbox", message.Sequence), message with { TraceParent = Traces.Current }));
        }

        try
        {
            await transaction.SubmitAsync(cancellationToken);
            return CommitResult.Committed;
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return messageKey is not null && await WasTakenAsync(personId, messageKey, cancellationToken) ? CommitResult.Repeated : CommitResult.Conflict;
        }
    }

    /// <summary>What a caller was answered to an act of that name; <see langword="null"/> if they never did it. One point read.</summary>
    public async Task<KeptAnswer?> FindAnswerAsync(string personId, IndexKey act, CancellationToken cancellationToken)
    {
        var row = await storage.People.GetEntityIfExistsAsync<TableEntity>(personId, MessageRow(act), cancellationToken: cancellationToken);
        return row.HasValue ? rows.Decode<KeptAnswer>(row.Value!) : null;
    }

    /// <summary>Keeps what was answered, unless an answer to that act is kept already.</summary>
    public async Task KeepAnswerAsync(string personId, IndexKey act, KeptAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            await storage.People.AddEntityAsync(rows.Encode(personId, MessageRow(act), answer), cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            // The same act, done twice at once: the first answer stays.
        }
    }

    /// <summary>Whether a message was taken into that file. One point read.</summary>
    public async Task<bool> WasTakenAsync(string personId, IndexKey messageKey, CancellationToken cancellationToken) =>
        (await storage.People.GetEntityIfExistsAsync<TableEntity>(personId, MessageRow(messageKey), ["RowKey"], cancellationToken)).HasValue;

    /// <summary>
    /// Writes into a person's partition what stands beside another one's file: attempts, and the messages that were taken.
    /// Repeating it changes nothing.
    /// </summary>
    /// <returns>The look-up keys of those messages.</returns>
    public async Task<IReadOnlyList<IndexKey>> CopyRowsAsync(string from, string to, CancellationToken cancellationToken)
    {
        var messages = new List<IndexKey>();
        foreach (var kind in new[] { "attempt", "message", "partnerMessage", "partnerOf" })
        {
            var (first, end) = (kind + ":", kind + ";");
            await foreach (var row in storage.People.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {from} and RowKey ge {first} and RowKey lt {end}"),
                cancellationToken: cancellationToken))
            {
                // A sealed row is of its own place only: in another it is sealed anew.
                var copy = kind == "attempt" ? rows.Encode(to, row.RowKey, rows.Decode<Attempt>(row)) : new TableEntity(to, row.RowKey);
                await storage.People.UpsertEntityAsync(copy, TableUpdateMode.Replace, cancellationToken);
                if (kind != "attempt")
                {
                    messages.Add(new IndexKey(kind, row.RowKey[first.Length..]));
                }
            }
        }

        return messages;
    }

    /// <summary>Lets an id for which there is no file lead to somebody's.</summary>
    /// <returns>False if there is a file by now.</returns>
    public async Task<bool> TryForwardAsync(string personId, string joinedInto, CancellationToken cancellationToken)
    {
        try
        {
            await storage.People.AddEntityAsync(rows.Encode(personId, FileRow, new PersonFile { PersonId = personId, JoinedInto = joinedInto }), cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return false;
        }
    }

    /// <summary>The messages that have not left yet, in order. One range query.</summary>
    public Task<List<OutgoingMessage>> OutboxAsync(string personId, CancellationToken cancellationToken) => RangeAsync<OutgoingMessage>(personId, "outbox", cancellationToken);

    /// <summary>Of these messages those that have not left yet. A point read each, which costs less than a range of a full table.</summary>
    public async Task<List<OutgoingMessage>> OutboxAsync(string personId, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(numbers.Order().Select(number =>
            storage.People.GetEntityIfExistsAsync<TableEntity>(personId, Numbered("outbox", number), cancellationToken: cancellationToken)));
        return [.. found.Where(row => row.HasValue).Select(row => rows.Decode<OutgoingMessage>(row.Value!))];
    }

    /// <summary>The messages that have left and are kept for a replay, in order. One range query.</summary>
    public Task<List<OutgoingMessage>> SentAsync(string personId, CancellationToken cancellationToken) => RangeAsync<OutgoingMessage>(personId, SentRows, cancellationToken);

    /// <summary>Takes messages that have left out of the outbox and keeps them as sent, in the same transaction.</summary>
    public async Task MoveToSentAsync(string personId, IReadOnlyCollection<OutgoingMessage> sent, CancellationToken cancellationToken)
    {
        foreach (var batch in sent.Chunk(50))
        {
            var transaction = new PersonTransaction(storage.People, personId);
            foreach (var message in batch)
            {
                transaction.Delete(new TableEntity(personId, Numbered("outbox", message.Sequence)));
                transaction.Upsert(SentRow(message));
            }

            try
            {
                await transaction.SubmitAsync(cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.Status == 404)
            {
                // Another worker sent and removed some of the same rows; duplicate detection dropped its messages or ours. What
                // only this worker sent would stay behind with the whole transaction.
                foreach (var message in batch)
                {
                    await storage.People.UpsertEntityAsync(SentRow(message), TableUpdateMode.Replace, cancellationToken);
                    await storage.People.DeleteEntityAsync(personId, Numbered("outbox", message.Sequence), cancellationToken: cancellationToken);
                }
            }
        }
    }

    /// <summary>The person's audit trail. One range query.</summary>
    public Task<List<AuditEntry>> AuditAsync(string personId, CancellationToken cancellationToken) => RangeAsync<AuditEntry>(personId, AuditRows, cancellationToken);

    /// <summary>Every attempt of the person. One range query.</summary>
    public Task<List<Attempt>> AttemptsAsync(string personId, CancellationToken cancellationToken) => RangeAsync<Attempt>(personId, "attempt", cancellationToken);

    /// <summary>Everybody's file, read one page at a time: for what is counted or rebuilt, never on a hot path.</summary>
    public IAsyncEnumerable<PersonFile> AllFilesAsync(CancellationToken cancellationToken) =>
        AllAsync<PersonFile>(TableClient.CreateQueryFilter($"RowKey eq {FileRow}"), cancellationToken);

    /// <summary>Everybody's person id, that of erased and joined files too, read one page at a time.</summary>
    public async IAsyncEnumerable<string> AllPersonIdsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in storage.People.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"RowKey eq {FileRow}"), select: ["PartitionKey"], cancellationToken: cancellationToken))
        {
            yield return row.PartitionKey;
        }
    }

    /// <summary>Everybody's attempts, read one page at a time.</summary>
    public IAsyncEnumerable<Attempt> AllAttemptsAsync(CancellationToken cancellationToken) =>
        AllAsync<Attempt>(TableClient.CreateQueryFilter($"RowKey ge {"attempt:"} and RowKey lt {"attempt;"}"), cancellationToken);

    /// <summary>One page of everybody's rows of a kind.</summary>
    /// <param name="kind">Which rows: <c>file</c> or <c>sent</c>.</param>
    /// <param name="from">Where the page before ended; <see langword="null"/> for the first.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The records, and where the next page begins; <see langword="null"/> at the end.</returns>
    internal async Task<(IReadOnlyList<T> Records, string? Next)> PageAsync<T>(string kind, string? from, CancellationToken cancellationToken)
    {
        var (first, end) = (kind + ":", kind + ";");
        var filter = kind == FileRow ? TableClient.CreateQueryFilter($"RowKey eq {FileRow}") : TableClient.CreateQueryFilter($"RowKey ge {first} and RowKey lt {end}");
        await foreach (var page in storage.People.QueryAsync<TableEntity>(filter, PageSize, cancellationToken: cancellationToken).AsPages(from).WithCancellation(cancellationToken))
        {
            return ([.. page.Values.Select(rows.Decode<T>)], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>Erases the attempts that were closed before an instant. Repeating it changes nothing.</summary>
    public async Task EraseAttemptsAsync(string personId, DateTimeOffset closedBefore, CancellationToken cancellationToken)
    {
        foreach (var attempt in await AttemptsAsync(personId, cancellationToken))
        {
            if (attempt.Result?.ClosedAt < closedBefore)
            {
                await storage.People.DeleteEntityAsync(personId, AttemptRow(attempt.AttemptId), cancellationToken: cancellationToken);
            }
        }
    }

    /// <summary>The look-up keys of the messages that were taken into a file.</summary>
    public async Task<IReadOnlyList<IndexKey>> RowsOfMessagesAsync(string personId, CancellationToken cancellationToken)
    {
        var messages = new List<IndexKey>();
        await foreach (var row in KeysAsync(personId, cancellationToken))
        {
            if (row.Split(':') is [IndexKeys.MessageKind or IndexKeys.PartnerMessageKind, _] parts)
            {
                messages.Add(new IndexKey(parts[0], parts[1]));
            }
        }

        return messages;
    }

    /// <summary>Erases a whole partition, the file itself last: a crash leaves what leads to the rest. Repeating it changes nothing.</summary>
    public async Task EraseAllAsync(string personId, CancellationToken cancellationToken)
    {
        await EraseRowsAsync(personId, kind => kind != FileRow, cancellationToken);
        await storage.People.DeleteEntityAsync(personId, FileRow, cancellationToken: cancellationToken);
    }

    /// <summary>Erases of a partition all but the file, the trail, and which messages were taken. Repeating it changes nothing.</summary>
    public Task EraseAllButKeptAsync(string personId, CancellationToken cancellationToken) =>
        EraseRowsAsync(personId, kind => kind is not (FileRow or AuditRows or IndexKeys.MessageKind or IndexKeys.PartnerMessageKind), cancellationToken);

    private async Task EraseRowsAsync(string personId, Func<string, bool> goes, CancellationToken cancellationToken)
    {
        await foreach (var rows in KeysAsync(personId, cancellationToken).Where(row => goes(row.Split(':')[0])).Chunk(100).WithCancellation(cancellationToken))
        {
            var transaction = new PersonTransaction(storage.People, personId);
            foreach (var row in rows)
            {
                transaction.Delete(new TableEntity(personId, row));
            }

            await transaction.SubmitAsync(cancellationToken);
        }
    }

    private async IAsyncEnumerable<string> KeysAsync(string personId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in storage.People.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {personId}"), select: ["RowKey"], cancellationToken: cancellationToken))
        {
            yield return row.RowKey;
        }
    }

    private async IAsyncEnumerable<T> AllAsync<T>(string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in storage.People.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return rows.Decode<T>(row);
        }
    }

    private async Task<List<T>> RangeAsync<T>(string personId, string kind, CancellationToken cancellationToken)
    {
        var (from, until) = (kind + ":", kind + ";");
        var records = new List<T>();
        await foreach (var row in storage.People.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {personId} and RowKey ge {from} and RowKey lt {until}"),
            cancellationToken: cancellationToken))
        {
            records.Add(rows.Decode<T>(row));
        }

        return records;
    }

    private static void Write(PersonTransaction transaction, TableEntity row, ETag? etag)
    {
        if (etag is { } known)
        {
            transaction.Replace(row, known);
        }
        else
        {
            transaction.Add(row);
        }
    }

    private TableEntity SentRow(OutgoingMessage message) => rows.Encode(message.PersonId, Numbered(SentRows, message.Sequence), message.WithoutCode());

    private static string AttemptRow(string attemptId) => $"attempt:{attemptId}";

    private static string MessageRow(IndexKey messageKey) => $"{messageKey.Kind}:{messageKey.Hash}";

    private static string Numbered(string kind, long number) => string.Create(CultureInfo.InvariantCulture, $"{kind}:{number:D10}");
}
