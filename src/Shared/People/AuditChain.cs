namespace Inburgering.People;

/// <summary>Something wrong with a person's audit trail.</summary>
/// <param name="Number">At which line.</param>
/// <param name="What">What is wrong with it, in words.</param>
public sealed record AuditFault(long Number, string What);

/// <summary>
/// Checks that an audit trail is whole: each line carries the hash of the one before, and the file carries the number and the hash
/// of the last. So no line can be altered, taken out, put in, moved or cut off at the end without a trace here.
/// </summary>
public static class AuditChain
{
    /// <param name="file">Carries the end of the chain.</param>
    /// <param name="lines">What stands at each place of the trail; <see langword="null"/> where what stands there can't be read.</param>
    public static IReadOnlyList<AuditFault> Faults(PersonFile file, IReadOnlyDictionary<long, AuditEntry?> lines)
    {
        var faults = new List<AuditFault>();
        string? hashBefore = null;
        var isKnown = true;
        for (var number = 1L; number <= file.LastAudit; number++)
        {
            if (!lines.TryGetValue(number, out var line) || line is null)
            {
                faults.Add(new AuditFault(number, lines.ContainsKey(number) ? "can't be read: altered or moved" : "is missing"));
                isKnown = false;
                continue;
            }

            if (line.Number != number)
            {
                faults.Add(new AuditFault(number, $"is line {line.Number}, moved"));
            }

            if (isKnown && line.PreviousHash != hashBefore)
            {
                faults.Add(new AuditFault(number, "does not follow the line before: one of the two was altered"));
            }

            (hashBefore, isKnown) = (line.Hash(file.PersonId), true);
        }

        if (isKnown && hashBefore != file.AuditHead)
        {
            faults.Add(new AuditFault(file.LastAudit, "is not the line the file ends with: altered"));
        }

        faults.AddRange(lines.Keys.Where(number => number < 1 || number > file.LastAudit).Order().Select(number => new AuditFault(number, "stands past the end that the file knows: added, or the file was put back")));
        return faults;
    }
}
