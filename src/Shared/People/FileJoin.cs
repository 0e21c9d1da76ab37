using System.Collections.Immutable;
using Inburgering.Accounts;
using Inburgering.Arrivals;
using Inburgering.Certificates;
using Inburgering.Obligations;

namespace Inburgering.People;

/// <summary>What becomes of two files of one person: which one stays, whether they can be joined at all, and what each part is then. Pure.</summary>
public static class FileJoin
{
    private static readonly Refusal TwoNationalNumbers = Refusal.Conflict(
        "twoNationalNumbers", "The National Register has two numbers of one kind for them: to the law these are two people until the Register corrects it.");

    private static readonly Refusal BothAccountsBound = Refusal.Conflict(
        "bothAccountsBound", "Each of the two has a sign-in account of their own: a person has one.");

    private static readonly Refusal BothAtEnforcement = Refusal.Conflict(
        "bothAtEnforcement", "Both were handed to the enforcement officers: a person has one dossier, ever.");

    /// <summary>
    /// The rule that forbids to make one of them, also to an officer; <see langword="null"/> if none does.
    /// </summary>
    public static Refusal? Forbidden(PersonFile one, PersonFile other) =>
        !one.Registrations.IsEmpty && !other.Registrations.IsEmpty && !NationalNumber.CanBeOnePerson(NumbersOf(one).Concat(NumbersOf(other))) ? TwoNationalNumbers
        : one.Account is { } account && other.Account is { } second && account.AccountKey != second.AccountKey ? BothAccountsBound
        : one.Enforcement is not null && other.Enforcement is not null ? BothAtEnforcement
        : null;

    /// <summary>
    /// Whether what messages say is enough to make one of them. Of two who are registered one has a BIS number and the other the
    /// national number that replaced it, and a given name agrees. What a case officer found to be different stays so.
    /// </summary>
    public static bool CanBeJoinedByMessage(PersonFile one, PersonFile other) =>
        Forbidden(one, other) is null or { Code: "bothAccountsBound" }
        && (one.Registrations.IsEmpty || other.Registrations.IsEmpty || one.KnownAs.Any(said => SamePerson.SharesGivenName(other, said)))
        && !AreFoundDifferent(one, other);

    /// <summary>Whether a case officer decided that they are two people.</summary>
    public static bool AreFoundDifferent(PersonFile one, PersonFile other) => Found(one, other) || Found(other, one);

    /// <summary>The one that stays: whom ABB knows, else whom the Register knows, by the national number before the BIS number.</summary>
    public static PersonFile Staying(PersonFile one, PersonFile other) => Rank(other).CompareTo(Rank(one)) > 0 ? other : one;

    /// <summary>The file that stays, with what the other one holds. Consequences are drawn by <see cref="Assessment"/>.</summary>
    public static PersonFile Joined(PersonFile stays, PersonFile goes) => stays.Took(goes.LatestMessages.Union(stays.LatestMessages)) with
    {
        JoinedFrom = stays.JoinedFrom.Add(goes.PersonId).Union(goes.JoinedFrom),
        HeldPermits = Together(stays.HeldPermits, goes.HeldPermits),
        PermitChanges = Together(stays.PermitChanges, goes.PermitChanges),
        PartnerPermits = Together(stays.PartnerPermits, goes.PartnerPermits),
        Registrations = goes.Registrations.Aggregate(stays.Registrations, (facts, fact) => facts.Taking(fact)),
        ResidenceChanges = goes.ResidenceChanges.Aggregate(stays.ResidenceChanges, (facts, fact) => facts.Taking(fact)),
        AdulthoodReview = stays.AdulthoodReview ?? goes.AdulthoodReview,
        DeclaredAs = stays.DeclaredAs ?? goes.DeclaredAs,
        DeclaredBy = stays.DeclaredBy ?? goes.DeclaredBy,
        DeclaredPartner = stays.DeclaredPartner ?? goes.DeclaredPartner,
        NamedBy = stays.NamedBy.Union(goes.NamedBy),
        LinkedWorkers = goes.LinkedWorkers.AddRange(stays.LinkedWorkers.Where(worker => !goes.LinkedWorkers.ContainsKey(worker.Key))).Remove(stays.PersonId).Remove(goes.PersonId),

        // Of two accounts the one that was bound first stands: a person has one.
        Account = new[] { stays.Account, goes.Account }.OfType<AccountBinding>().MinBy(account => account.BoundAt),
        InvitedOn = stays.InvitedOn ?? goes.InvitedOn,
        ActivationCodes = [.. stays.ActivationCodes.Concat(goes.ActivationCodes).DistinctBy(code => code.CodeKey)],
        FailedActivations = stays.FailedActivations ?? goes.FailedActivations,
        Modules = goes.Modules.SetItems(stays.Modules.Select(module =>
            KeyValuePair.Create(module.Key, goes.Modules.TryGetValue(module.Key, out var other) ? module.Value.Together(other) : module.Value))),
        Accommodation = stays.Accommodation ?? goes.Accommodation,

        // A proof that was given out stays one, whichever file it was given in; one that was taken back does not come back.
        Certificate = Shown(stays, goes),
        FurtherCertificates = [.. Given(stays, goes).Where(certificate => certificate.VerificationCode != Shown(stays, goes)?.VerificationCode)],
        RevokedCertificates = [.. stays.RevokedCertificates.Union(goes.RevokedCertificates)],
        Agency = stays.Agency ?? goes.Agency,
        ReferredTo = stays.ReferredTo ?? goes.ReferredTo,
        Obligation = Standing(stays.Obligation, goes.Obligation),
        Letters = [.. stays.Letters.Concat(goes.Letters).DistinctBy(letter => letter.LetterId)],
        Enforcement = stays.Enforcement ?? goes.Enforcement,
        ToldDwewis = stays.ToldDwewis ?? goes.ToldDwewis,
        Retention = stays.Retention with { LastAttemptOn = new[] { stays.Retention.LastAttemptOn, goes.Retention.LastAttemptOn }.Max() },
        VoluntaryTrajectory = stays.VoluntaryTrajectory ?? goes.VoluntaryTrajectory,
        RectificationRequests = [.. stays.RectificationRequests.Union(goes.RectificationRequests)],
        MatchDecisions = goes.MatchDecisions.SetItems(stays.MatchDecisions),
    };

    /// <summary>The certificates of both that stand.</summary>
    private static IEnumerable<Certificate> Given(PersonFile stays, PersonFile goes) => new[] { stays.Certificate, goes.Certificate }.OfType<Certificate>()
        .Concat(stays.FurtherCertificates).Concat(goes.FurtherCertificates)
        .DistinctBy(certificate => certificate.VerificationCode)
        .ExceptBy(stays.RevokedCertificates.Concat(goes.RevokedCertificates).Select(revoked => revoked.Certificate.VerificationCode), certificate => certificate.VerificationCode);

    private static Certificate? Shown(PersonFile stays, PersonFile goes) =>
        Given(stays, goes).FirstOrDefault(certificate => certificate.VerificationCode == stays.Certificate?.VerificationCode || certificate.VerificationCode == goes.Certificate?.VerificationCode);

    /// <summary>
    /// Which of two obligations stands: a breach that a human confirmed, then a fulfilment or an exemption, then the term that ends last, then a
    /// letter on its way, then what has ended. No deadline comes earlier by it, and one that runs does not begin anew.
    /// </summary>
    public static Obligation Standing(Obligation stays, Obligation goes)
    {
        var (one, other) = (Weight(stays), Weight(goes));
        return one != other ? (one > other ? stays : goes)
            : stays.Term?.DeadlineOn < goes.Term?.DeadlineOn ? goes
            : stays;
    }

    private static int Weight(Obligation obligation) => obligation switch
    {
        NoObligation => 0,
        Ended => 1,
        LetterPending => 2,
        Fulfilled or FulfilledLate { Confirmation: null } or Exempted => 4,
        FulfilledLate => 6,
        Breached { Confirmation: not null } => 5,
        _ => 3,
    };

    private static bool Found(PersonFile one, PersonFile other) =>
        one.MatchDecisions.Any(found => found.Value.Decision == MatchDecision.Different && (found.Key == other.PersonId || other.JoinedFrom.Contains(found.Key)));

    private static (bool AtEnforcement, bool IsRegistered, bool HasNationalNumber) Rank(PersonFile file) =>
        (file.Enforcement is not null, file.Registration is not null, file.Registration is { } registration && !NationalNumber.IsBis(registration.NationalNumber));

    private static IEnumerable<string> NumbersOf(PersonFile file) => file.Registrations.Select(fact => fact.Content.NationalNumber);

    private static ImmutableSortedDictionary<string, ImmutableList<Fact<T>>> Together<T>(
        ImmutableSortedDictionary<string, ImmutableList<Fact<T>>> one,
        ImmutableSortedDictionary<string, ImmutableList<Fact<T>>> other) =>
        one.SetItems(other.Select(subject => KeyValuePair.Create(
            subject.Key,
            subject.Value.Aggregate(one.GetValueOrDefault(subject.Key, []), (facts, fact) => facts.Taking(fact)))));
}
