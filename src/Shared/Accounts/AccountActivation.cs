using Inburgering.Calendar;
using Inburgering.People;
using Inburgering.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Inburgering.Accounts;

/// <summary>Binds a sign-in account to a person: one account a person, one person an account, by a single-use code and the birth date.</summary>
/// <remarks>
/// Two rows must agree, in two partitions, so it goes in three steps: the person's file claims the account, the account's
/// look-up row is written (anew, if it is there), the file binds what it still claims by that same claim. An account's row is given
/// to somebody else or removed only by whoever read the row first and saw after it that the file neither claims nor holds the account.
/// A claim has an id, since another try for the same two may claim anew what was lost meanwhile to a third, whose row it then is;
/// a claim that still stands is shared by tries for the same two.
/// </remarks>
public sealed class AccountActivation(PersonFiles files, PersonStore store, PersonIndex index, ActivationTries tries, IndexKeys keys, TimeProvider clock) : IDisposable
{
    /// <summary>A claim that did not become a binding in this time was cut short: the account is free for another person.</summary>
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(2);

    /// <summary>Shorter than <see cref="ClaimTime"/>, so that nobody binds by a claim which another already takes for cut short.</summary>
    private static readonly TimeSpan BindingTime = TimeSpan.FromMinutes(1);

    private readonly MemoryCache bindings = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    private static readonly Refusal WrongCode = new(
        RefusalKind.Invalid,
        "activationCodeInvalid",
        "The activation code and the birth date don't belong together, or the code was used or has expired.",
        "activationCode");

    private static readonly Refusal BoundAlready = Refusal.Conflict("accountAlreadyBound", "This account stands for a person already, or the person has another account.");

    /// <summary>The id of the person an account stands for; <see langword="null"/> if it stands for none. A binding ends only with the person's file, so it is kept.</summary>
    public async Task<string?> PersonIdAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        var account = keys.Account(issuer, subject);
        if (bindings.TryGetValue(account.Hash, out string? bound))
        {
            return bound;
        }

        if (await index.FindAsync(account, cancellationToken) is not { } personId
            || await store.FindAsync(personId, cancellationToken) is not { } stored
            || stored.File.Account?.AccountKey != account.Hash)
        {
            return null;
        }

        bindings.Set(account.Hash, stored.File.PersonId, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromHours(1) });
        return stored.File.PersonId;
    }

    /// <summary>Looks the account up anew: the person it stood for may have been erased since.</summary>
    public async Task<bool> StillStandsAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        bindings.Remove(keys.Account(issuer, subject).Hash);
        return await PersonIdAsync(issuer, subject, cancellationToken) is not null;
    }

    /// <summary>
    /// Uses a code. Repeating it with the same account answers the same. Wrong tries are counted per account and per person;
    /// past <see cref="FailedTries.Free"/> each makes the wait longer before the next is looked at.
    /// </summary>
    /// <returns>The person id.</returns>
    public async Task<Answer<string>> ActivateAsync(string issuer, string subject, string activationCode, DateOnly birthDate, CancellationToken cancellationToken)
    {
        var (code, account) = (keys.ActivationCode(activationCode), keys.Account(issuer, subject));
        var failed = await tries.FindAsync(account, cancellationToken);
        if (Locked(failed, clock.GetUtcNow()) is { } locked)
        {
            return locked;
        }

        var answer = await index.FindAsync(code, cancellationToken) is { } personId
            ? await ActivateAsync(personId, code, account, birthDate, cancellationToken)
            : WrongCode;
        if (answer.Refusal == WrongCode)
        {
            await tries.CountAsync(account, clock.GetUtcNow(), cancellationToken);
        }
        else if (answer.Value is not null && failed is not null)
        {
            await tries.ForgetAsync(account, cancellationToken);
        }

        return answer;
    }

    public void Dispose() => bindings.Dispose();

    private async Task<Answer<string>> ActivateAsync(string personId, IndexKey code, IndexKey account, DateOnly birthDate, CancellationToken cancellationToken)
    {
        string? claimId = null;
        var claimed = await files.ChangeAsync(
            personId,
            Actor.Learner,
            change =>
            {
                var answer = Claim(change, code, account, birthDate);
                claimId = change.File.AccountClaim?.Id;
                return answer;
            },
            cancellationToken: cancellationToken);
        if (claimed?.Result is not { Value: { } claimant })
        {
            return claimed?.Result ?? WrongCode;
        }

        if (await TakeAccountAsync(account, claimant, cancellationToken))
        {
            var bound = await files.ChangeAsync(claimant, Actor.Learner, change => Bind(change, account, claimId), cancellationToken: cancellationToken);
            if (bound!.Result is { Value: not null } answer)
            {
                // The account may have stood for somebody who was erased.
                bindings.Remove(account.Hash);
                return answer;
            }
        }
        else
        {
            await files.ChangeAsync(claimant, Actor.Learner, change => Unclaim(change, claimId), cancellationToken: cancellationToken);
        }

        await ReleaseAsync(account, claimant, cancellationToken);
        return BoundAlready;
    }

    /// <summary>One decision after the other on the person's file: however many try at once, each sees the wrong tries before it.</summary>
    private static Answer<string> Claim(FileChange change, IndexKey code, IndexKey account, DateOnly birthDate)
    {
        var file = change.File;
        var issued = file.ActivationCodes.FirstOrDefault(issued => issued.CodeKey == code.Hash);
        var belongs = file.Details.BirthDate == birthDate;
        if (issued is not null && belongs && file.Account?.AccountKey == account.Hash)
        {
            return file.PersonId;
        }

        if (Locked(file.FailedActivations, change.Now) is { } locked)
        {
            return locked;
        }

        if (issued is null)
        {
            return WrongCode;
        }

        if (!belongs)
        {
            change.Update(before => before with { FailedActivations = FailedTries.After(before.FailedActivations, change.Now) });
            change.Record("activationFailed");
            return WrongCode;
        }

        if (file.Account is not null)
        {
            return BoundAlready;
        }

        if (LegalCalendar.DayOf(change.Now) > issued.ExpiresOn)
        {
            return WrongCode;
        }

        var standing = file.AccountClaim is { } claim && claim.AccountKey == account.Hash && change.Now - claim.At < BindingTime ? claim : null;
        change.Update(before => before with { AccountClaim = standing ?? new AccountClaim(account.Hash, change.Now, RandomCodes.ClaimId()), FailedActivations = null });
        return file.PersonId;
    }

    private static Answer<string> Bind(FileChange change, IndexKey account, string? claimId)
    {
        if (change.File.Account?.AccountKey == account.Hash)
        {
            return change.File.PersonId;
        }

        if (change.File.Account is not null || change.File.AccountClaim is not { } claim || claim.Id != claimId || change.Now - claim.At >= BindingTime)
        {
            return BoundAlready;
        }

        change.Update(file => file with { Account = new AccountBinding(account.Hash, change.Now), AccountClaim = null });
        change.Record("accountBound");
        return change.File.PersonId;
    }

    private static bool Unclaim(FileChange change, string? claimId)
    {
        if (change.File.AccountClaim is { } claim && claim.Id == claimId)
        {
            change.Update(file => file with { AccountClaim = null });
        }

        return true;
    }

    /// <summary>Points the account's row to whoever claims it.</summary>
    /// <returns>Whether it does; not, if the account stands for somebody else or is being bound to them.</returns>
    private async Task<bool> TakeAccountAsync(IndexKey account, string personId, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await index.ReadAsync(account, cancellationToken) is not { } row)
            {
                if (await index.ClaimAsync(account, personId, cancellationToken) == personId)
                {
                    return true;
                }

                continue;
            }

            if (row.PersonId != personId
                && await store.FindAsync(row.PersonId, cancellationToken) is { } other
                && other.File.PersonId != personId
                && HasOrClaims(other.File, account))
            {
                return false;
            }

            if (await index.ReplaceAsync(row, personId, null, cancellationToken) is not null)
            {
                return true;
            }
        }
    }

    /// <summary>Removes the account's row, unless by now it is somebody else's or the person's own after all.</summary>
    private async Task ReleaseAsync(IndexKey account, string personId, CancellationToken cancellationToken)
    {
        if (await index.ReadAsync(account, cancellationToken) is { } row
            && row.PersonId == personId
            && await store.FindAsync(personId, cancellationToken) is { } stored
            && !HasOrClaims(stored.File, account))
        {
            await index.ReleaseAsync(row, cancellationToken);
        }
    }

    private bool HasOrClaims(PersonFile file, IndexKey account) =>
        file.Account?.AccountKey == account.Hash
        || (file.AccountClaim is { } claim && claim.AccountKey == account.Hash && clock.GetUtcNow() - claim.At < ClaimTime);

    private static Refusal? Locked(FailedTries? failed, DateTimeOffset now) => failed is not null && failed.OpenFrom > now
        ? new Refusal(RefusalKind.TooManyRequests, "tooManyRequests", "Too many wrong tries: wait before the next one.") { RetryAfter = failed.OpenFrom - now }
        : null;
}
