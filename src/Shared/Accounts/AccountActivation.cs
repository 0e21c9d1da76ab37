using Inburgering.Calendar;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Inburgering.Accounts;

/// <summary>Binds a sign-in account to a person: one account a person, one person an account, by a single-use code and the birth date.</summary>
public sealed class AccountActivation(PersonFiles files, PersonStore store, PersonIndex index, IndexKeys keys) : IDisposable
{
    private readonly MemoryCache bindings = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    private static readonly Refusal WrongCode = new(
        RefusalKind.Invalid,
        "activationCodeInvalid",
        "The activation code and the birth date don't belong together, or the code was used or has expired.",
        "activationCode");

    private static readonly Refusal BoundAlready = Refusal.Conflict("accountAlreadyBound", "This account stands for a person already, or the person has another account.");

    /// <summary>The id of the person an account stands for; <see langword="null"/> if it stands for none. A binding never changes, so it is kept.</summary>
    public async Task<string?> PersonIdAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        var account = keys.Account(issuer, subject);
        if (bindings.TryGetValue(account.Hash, out string? bound))
        {
            return bound;
        }

        if (await index.FindAsync(account, cancellationToken) is not { } personId
            || (await store.FindAsync(personId, cancellationToken))?.File.Account?.AccountKey != account.Hash)
        {
            return null;
        }

        bindings.Set(account.Hash, personId, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromHours(1) });
        return personId;
    }

    /// <summary>Uses a code. Repeating it with the same account answers the same.</summary>
    /// <returns>The person id.</returns>
    public async Task<Answer<string>> ActivateAsync(string issuer, string subject, string activationCode, DateOnly birthDate, CancellationToken cancellationToken)
    {
        var code = keys.ActivationCode(activationCode);
        if (await index.FindAsync(code, cancellationToken) is not { } personId)
        {
            return WrongCode;
        }

        // The whole check comes before the claim, so that a wrong birth date leaves nothing behind.
        var account = keys.Account(issuer, subject);
        if (await store.FindAsync(personId, cancellationToken) is not { } stored || Check(stored.File, code, account, birthDate, null) is { } refused && refused == WrongCode)
        {
            return WrongCode;
        }

        var owner = await index.ClaimAsync(account, personId, cancellationToken);
        if (owner != personId)
        {
            return BoundAlready;
        }

        var outcome = await files.ChangeAsync(personId, Actor.Learner, change => Bind(change, code, account, birthDate), cancellationToken: cancellationToken);
        var answer = outcome?.Result ?? WrongCode;
        if (answer.Refusal is not null)
        {
            await index.ReleaseAsync(account, cancellationToken);
        }

        return answer;
    }

    public void Dispose() => bindings.Dispose();

    private static Answer<string> Bind(FileChange change, IndexKey code, IndexKey account, DateOnly birthDate)
    {
        if (Check(change.File, code, account, birthDate, LegalCalendar.DayOf(change.Now)) is { } refused)
        {
            return refused;
        }

        if (change.File.Account is null)
        {
            change.Update(file => file with { Account = new AccountBinding(account.Hash, change.Now) });
            change.Record("accountBound");
        }

        return change.File.PersonId;
    }

    private static Refusal? Check(PersonFile file, IndexKey code, IndexKey account, DateOnly birthDate, DateOnly? today)
    {
        var issued = file.ActivationCodes.FirstOrDefault(issued => issued.CodeKey == code.Hash);
        return issued switch
        {
            null => WrongCode,
            _ when file.Details.BirthDate != birthDate => WrongCode,
            _ when file.Account?.AccountKey == account.Hash => null,
            _ when file.Account is not null => BoundAlready,
            { ExpiresOn: var expiresOn } when today > expiresOn => WrongCode,
            _ => null,
        };
    }
}
