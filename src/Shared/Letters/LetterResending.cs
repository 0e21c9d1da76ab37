using Inburgering.Cases;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Letters;

/// <summary>A case officer has a letter that came back written anew, to the address that the Register now gives: a new letter with a receipt of its own.</summary>
public sealed class LetterResending(CaseActs acts, PolicyBook policies)
{
    /// <summary>Writes it anew, once a letter; doing it again is refused with the new letter's id.</summary>
    public Task<Answer<Outcome<Letter>>> SendAgainAsync(string personId, CaseOfficer officer, string letterId, string reason, CancellationToken cancellationToken) => acts.DoAsync<Letter>(
        personId,
        officer,
        change =>
        {
            if (change.File.Letters.FirstOrDefault(letter => letter.LetterId == letterId) is not { } letter)
            {
                return new Refusal(RefusalKind.Invalid, "badRequest", "names no letter of this case", "letterId");
            }

            if (OfficersActs.RefuseSendingAgain(change.File.Obligation, letter) is { } refused)
            {
                return refused;
            }

            LetterWriting.WriteAnew(change, policies, letter);
            return change.File.Letters[^1];
        },
        reason,
        cancellationToken);
}
