using Inburgering.Arrivals;
using Inburgering.Letters;
using Inburgering.People;
using Inburgering.Policies;

namespace Inburgering.Obligations;

/// <summary>From the facts about a letter's way to the term. Pure.</summary>
internal static class ReceiptCounting
{
    /// <summary>Takes a fact about a letter's dispatch; for the recruitment letter, the term is computed anew from all of them.</summary>
    public static void TakeDispatch(FileChange change, PolicyBook policies, Letter letter, Fact<DispatchFact> fact)
    {
        var known = letter with { DispatchFacts = letter.DispatchFacts.Taking(fact) };
        change.Update(file => file with { Letters = file.Letters.Replace(letter, known) });
        change.Record(fact.Content switch { { ProvenOn: not null } => "receiptProven", { ReturnedOn: not null } => "letterReturned", { PostedOn: not null } => "letterPosted", _ => "letterDelivered" }, letter.LetterId);
        if (letter.Kind == LetterKind.Recruitment)
        {
            CountReceipt(change, policies, known);
        }
    }

    /// <summary>Computes the term anew from all that is known of the recruitment letter that sets it.</summary>
    public static void CountReceipt(FileChange change, PolicyBook policies)
    {
        if (change.File.Letters.LastOrDefault(letter => letter.Kind == LetterKind.Recruitment) is { } letter)
        {
            CountReceipt(change, policies, letter);
        }
    }

    private static void CountReceipt(FileChange change, PolicyBook policies, Letter letter) =>
        Assessment.Apply(change, policies, TermSetBy(letter, change.File, policies) is { } term
            ? new ObligationCommand.EstablishReceipt(letter.LetterId, term)
            : new ObligationCommand.WithdrawReceipt(letter.LetterId));

    /// <summary>The term of the obligation on the facts now known; <see langword="null"/> without a receipt.</summary>
    public static Term? TermOf(PersonFile file, PolicyBook policies) =>
        file.Letters.FirstOrDefault(letter => letter.LetterId == file.Obligation.SettingLetterId) is { } letter ? TermSetBy(letter, file, policies) : null;

    private static Term? TermSetBy(Letter letter, PersonFile file, PolicyBook policies) =>
        Deadline.Of(
            letter.Dispatch,
            (letter.LetterId == file.Obligation.SettingLetterId ? policies.Of(file.Obligation) : null) ?? policies.Version(letter.PolicyVersion),
            Residence.Absences(file.Residences),
            file.Obligation.Postponements);
}
