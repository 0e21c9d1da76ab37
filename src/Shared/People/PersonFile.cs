using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Inburgering.Accounts;
using Inburgering.Arrivals;
using Inburgering.Cases;
using Inburgering.Certificates;
using Inburgering.Compliance;
using Inburgering.Eligibility;
using Inburgering.Enforcement;
using Inburgering.Learning;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.Permits;
using Inburgering.Policies;
using Inburgering.Retention;
using Inburgering.Storage;
using Inburgering.Testing;

namespace Inburgering.People;

/// <summary>The living state of one person: what senders said, what was decided, how far they are. One row, one ETag.</summary>
public sealed record PersonFile
{
    private const int MostLatestMessages = 8;

    /// <summary>Random, so that partitions spread; says nothing about the person.</summary>
    public required string PersonId { get; init; }

    /// <summary>Number of the last outgoing event, rising by one; consumers order a person's events by it.</summary>
    public long LastEvent { get; init; }

    /// <summary>Number of the last audit entry.</summary>
    public long LastAudit { get; init; }

    /// <summary>Hash of the last audit entry: with its number, the end of the chain.</summary>
    public string? AuditHead { get; init; }

    /// <summary>The messages that were taken last, each by <see cref="IndexLease.OwnerOf"/>: what they held in the index is over.</summary>
    public ImmutableList<string> LatestMessages { get; init; } = [];

    /// <summary>Permits the person holds, by permit number.</summary>
    public ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> HeldPermits { get; init; } = ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>>.Empty;

    /// <summary>Renewals, refusals and withdrawals of permits that the person holds, by permit number; they wait here for a permit that nobody has described yet.</summary>
    public ImmutableSortedDictionary<string, ImmutableList<Fact<PermitChange>>> PermitChanges { get; init; } = ImmutableSortedDictionary<string, ImmutableList<Fact<PermitChange>>>.Empty;

    /// <summary>Permits that name the person as the partner who travels along, by permit number.</summary>
    public ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> PartnerPermits { get; init; } = ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>>.Empty;

    public ImmutableList<Fact<Registration>> Registrations { get; init; } = [];

    /// <summary>Moves, departure, death, another nationality; they wait here for a person whom the Register has not registered yet.</summary>
    public ImmutableList<Fact<ResidenceChange>> ResidenceChanges { get; init; } = [];

    /// <summary>What a labour migrant declared about this person as the partner who travels along.</summary>
    public PersonDetails? DeclaredAs { get; init; }

    /// <summary>Who declared this person as the partner who travels along, by person id.</summary>
    public string? DeclaredBy { get; init; }

    /// <summary>Who named this person as partner in a permit, now or in an earlier version of it, by person id.</summary>
    public ImmutableSortedSet<string> NamedBy { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The partner this person declared.</summary>
    public DeclaredPartner? DeclaredPartner { get; init; }

    /// <summary>The partner this person last named or declared, by person id.</summary>
    public string? PartnerId { get; init; }

    /// <summary>The file this one went up in; then nothing else stands here.</summary>
    public string? JoinedInto { get; init; }

    /// <summary>The files that went up in this one, by person id.</summary>
    public ImmutableSortedSet<string> JoinedFrom { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>What case officers found of this file and another, by the other's person id.</summary>
    public ImmutableSortedDictionary<string, MatchDecided> MatchDecisions { get; init; } = ImmutableSortedDictionary<string, MatchDecided>.Empty;

    /// <summary>Standing of the workers this person's stay may depend on, by person id, as last seen.</summary>
    public ImmutableSortedDictionary<string, WorkerStanding> LinkedWorkers { get; init; } = ImmutableSortedDictionary<string, WorkerStanding>.Empty;

    public AccountBinding? Account { get; init; }

    /// <summary>The account that is being bound: set before the account's look-up row is written, gone once it is bound.</summary>
    public AccountClaim? AccountClaim { get; init; }

    /// <summary>Wrong birth dates that were tried with this person's codes.</summary>
    public FailedTries? FailedActivations { get; init; }

    /// <summary>When the person was invited before arrival; once.</summary>
    public DateOnly? InvitedOn { get; init; }

    public ImmutableList<IssuedActivationCode> ActivationCodes { get; init; } = [];

    public ImmutableSortedDictionary<string, ModuleProgress> Modules { get; init; } = ImmutableSortedDictionary<string, ModuleProgress>.Empty;

    /// <summary>What makes tests fair to this person; <see langword="null"/> for most.</summary>
    public Accommodation? Accommodation { get; init; }

    public Certificate? Certificate { get; init; }

    /// <summary>Certificates that were taken back, in order.</summary>
    public ImmutableList<RevokedCertificate> RevokedCertificates { get; init; } = [];

    /// <summary>Certificates that were given out in files which went up in this one: they stay valid.</summary>
    public ImmutableList<Certificate> FurtherCertificates { get; init; } = [];

    public EligibilityDecision? Eligibility { get; init; }

    public WorkerStanding Standing { get; init; }

    /// <summary>Of somebody who settled in Flanders as a minor.</summary>
    public AdulthoodReview? AdulthoodReview { get; init; }

    /// <summary>The agency that follows the person up, or did last; <see langword="null"/> before arrival and for whom none ever did.</summary>
    public Agency? Agency { get; init; }

    /// <summary>The agency to which the person was last referred; AgII before arrival, when no agency is theirs by residence yet.</summary>
    public Agency? ReferredTo { get; init; }

    public Obligation Obligation { get; init; } = new NoObligation();

    public ImmutableList<Letter> Letters { get; init; } = [];

    public EnforcementReferral? Enforcement { get; init; }

    /// <summary>The case's place in an agency's list.</summary>
    public CaseListing? Listing { get; init; }

    /// <summary>That the person wants the voluntary full trajectory.</summary>
    public VoluntaryTrajectory? VoluntaryTrajectory { get; init; }

    /// <summary>What the person asked to be corrected.</summary>
    public ImmutableList<RectificationRequest> RectificationRequests { get; init; } = [];

    /// <summary>What DWEWIS was last told.</summary>
    public ComplianceStatus? ToldDwewis { get; init; }

    /// <summary>How long the file is kept.</summary>
    public RetentionState Retention { get; init; } = RetentionState.None;

    /// <summary>Every certificate that proves something.</summary>
    [JsonIgnore]
    public IEnumerable<Certificate> ValidCertificates => FurtherCertificates.Prepend(Certificate!).Where(certificate => certificate is not null);

    /// <summary>The registration as it now stands.</summary>
    [JsonIgnore]
    public Registration? Registration => Arrivals.Registration.AsItStands(Registrations, ResidenceChanges);

    /// <summary>Where the person lived, oldest first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Residence> Residences => Residence.History(Registrations, ResidenceChanges);

    /// <summary>The permits the person holds or held, as they now stand: the one that counts last.</summary>
    [JsonIgnore]
    public IReadOnlyList<Permit> Permits =>
    [
        .. HeldPermits.Keys.Union(PermitChanges.Keys, StringComparer.Ordinal).Select(Permit).OfType<Permit>()
            .OrderByDescending(permit => permit.Status)
            .ThenBy(permit => permit.ValidFrom)
            .ThenBy(permit => permit.PermitNumber, StringComparer.Ordinal),
    ];

    /// <summary>The permit that counts: one that is granted before one that is applied for before one that is no more; of several, the one valid from the latest day.</summary>
    [JsonIgnore]
    public Permit? HeldPermit => Permits is [.., var last] ? last : null;

    /// <summary>The permit that names the person as partner and is valid from the latest day.</summary>
    [JsonIgnore]
    public Permit? PartnerPermit => PartnerPermits.Values
        .Select(facts => facts[^1].Content)
        .OrderBy(permit => permit.ValidFrom)
        .ThenBy(permit => permit.PermitNumber, StringComparer.Ordinal)
        .LastOrDefault();

    /// <summary>Everything senders ever said about who the person is.</summary>
    [JsonIgnore]
    public IEnumerable<PersonDetails> KnownAs =>
        Registrations.Select(fact => fact.Content.Person)
            .Concat(HeldPermits.Values.SelectMany(facts => facts).Select(fact => fact.Content.Holder))
            .Concat(PermitChanges.Values.SelectMany(facts => facts).Select(fact => fact.Content.Holder).OfType<PersonDetails>())
            .Concat(PartnerPermits.Values.SelectMany(facts => facts).Select(fact => fact.Content.Partner).OfType<PersonDetails>())
            .Concat(DeclaredAs is null ? [] : [DeclaredAs]);

    /// <summary>Who the person is: the Register before the permit before what a partner declared; contact details from whoever gave them.</summary>
    [JsonIgnore]
    public PersonDetails Details
    {
        get
        {
            PersonDetails?[] known = [Registration?.Person, HeldPermit?.Holder, PartnerPermit?.Partner, DeclaredAs];
            var best = known.FirstOrDefault(details => details is not null)
                ?? throw new InvalidOperationException($"The file of {PersonId} holds no details of the person.");
            return best with
            {
                Email = known.FirstOrDefault(details => details?.Email is not null)?.Email,
                PassportNumber = known.FirstOrDefault(details => details?.PassportNumber is not null)?.PassportNumber,
                PreferredLanguage = known.FirstOrDefault(details => details?.PreferredLanguage is not null)?.PreferredLanguage
                    ?? PartnerPermit?.Holder.PreferredLanguage,
            };
        }
    }

    /// <summary>What a case officer may search the person by; <see langword="null"/> as long as nothing is known of them.</summary>
    [JsonIgnore]
    public (string FamilyName, DateOnly BirthDate)? SearchedBy =>
        IsKnown ? (Details.FamilyName, Details.BirthDate) : null;

    /// <summary>By what somebody is found who may register as somebody new; <see langword="null"/> for whom the Register knows.</summary>
    [JsonIgnore]
    public (DateOnly BirthDate, string Nationality)? UnregisteredAs =>
        Registration is not null || SearchedBy is null ? null : (Details.BirthDate, Details.Nationality);

    /// <summary>By what somebody is found to whom no permit leads, though one may be theirs; <see langword="null"/> for anybody else.</summary>
    [JsonIgnore]
    public (DateOnly BirthDate, string Nationality)? WithoutPermitAs =>
        Registration is not { } registration || !HeldPermits.IsEmpty || !PartnerPermits.IsEmpty ? null : (registration.Person.BirthDate, registration.Person.Nationality);

    /// <summary>Whether anybody said who the person is. Until then, facts about them only wait.</summary>
    [JsonIgnore]
    public bool IsKnown => Registration is not null || HeldPermit is not null || PartnerPermit is not null || DeclaredAs is not null;

    /// <summary>Where the person lives; <see langword="null"/> before arrival and after death.</summary>
    [JsonIgnore]
    public Region? Region => Registration?.Region;

    /// <summary>The partners whose stay rests on this person's: in each permit the one last named, and the one declared.</summary>
    [JsonIgnore]
    public IEnumerable<DeclaredPartner> KnownPartners => Permits
        .Select(permit => permit is { PartnerId: { } partnerId, Partner: { } partner } ? new DeclaredPartner(partnerId, partner) : null)
        .Append(DeclaredPartner)
        .OfType<DeclaredPartner>();

    /// <summary>The same by person id, and everybody whom an earlier version named.</summary>
    [JsonIgnore]
    public IEnumerable<string> PartnersEver =>
        HeldPermits.Values.SelectMany(facts => facts).Select(fact => fact.Content.PartnerId)
            .Concat(PermitChanges.Values.SelectMany(facts => facts).Select(fact => fact.Content.PartnerId))
            .Append(DeclaredPartner?.PersonId).OfType<string>().Distinct();

    /// <summary>Whether that person's stay rests on this one's as the partner who travels along.</summary>
    public bool IsPartner(PersonFile other) =>
        KnownPartners.Any(partner => partner.PersonId == other.PersonId || other.JoinedFrom.Contains(partner.PersonId));

    /// <summary>Whether the person may use the self-study package: by law, or because only a pass lifts the block that a confirmed breach put on a renewal.</summary>
    [JsonIgnore]
    public bool HasAccess => Eligibility is { GivesAccess: true } || Obligation is Breached { Confirmation: not null };

    /// <summary>
    /// The agency whose case this is now: by residence; before arrival and in Brussels AgII, the exclusive provider of the
    /// package there (seed 3.A, 5), and of whoever waits for an answer of somebody. <see langword="null"/> for whom no agency works.
    /// </summary>
    [JsonIgnore]
    public Agency? ResponsibleAgency =>
        Agency ?? (Eligibility is { GivesAccess: true } || RectificationRequests.Any(request => request.Answer is null) ? Arrivals.Agency.Agii : null);

    /// <summary>The facts that bear on the obligation.</summary>
    [JsonIgnore]
    public EligibilityFacts EligibilityFacts
    {
        get
        {
            var details = Details;
            var standing = LinkedWorkers.ContainsValue(WorkerStanding.TargetGroup) ? WorkerStanding.TargetGroup
                : LinkedWorkers.ContainsValue(WorkerStanding.Excluded) ? WorkerStanding.Excluded
                : WorkerStanding.None;
            return new EligibilityFacts(
                details.Nationality,
                details.BirthDate,
                HeldPermit ?? PartnerPermit,
                HeldPermit is null ? PermitRole.Partner : PermitRole.Holder,
                Registration,
                standing)
            {
                ObligedAsAdult = AdulthoodReview is { Decision.Obliged: true },
            };
        }
    }

    /// <summary>The file once these messages were taken, too. Of those longer ago, their own rows in the partition tell.</summary>
    public PersonFile Took(params IEnumerable<string> messages) =>
        this with { LatestMessages = [.. LatestMessages.Except(messages).Concat(messages).TakeLast(MostLatestMessages)] };

    public ModuleProgress Progress(string moduleId) => Modules.GetValueOrDefault(moduleId, ModuleProgress.None);

    /// <summary>The compulsory modules of the policy that are not passed yet, in its order.</summary>
    public IReadOnlyList<string> RemainingModules(Policy policy) => [.. policy.CompulsoryModules.Where(moduleId => !Progress(moduleId).IsPassed)];

    /// <summary>Whether every compulsory module of the policy is passed.</summary>
    public bool HasPassedAll(Policy policy) => PassedAllOn(policy) is not null;

    /// <summary>The legal day on which the last compulsory module of the policy was passed, whenever that was processed; <see langword="null"/> while one is open.</summary>
    public DateOnly? PassedAllOn(Policy policy)
    {
        var days = policy.CompulsoryModules.Select(moduleId => Progress(moduleId).PassedOn).ToList();
        return days.Contains(null) ? null : days.Max();
    }

    /// <summary>Open attempts whose time is up at <paramref name="now"/>, first up first.</summary>
    public IReadOnlyList<string> ExpiredAttempts(DateTimeOffset now) =>
        [.. Modules.Values.Where(progress => progress.OpenAttemptExpiresAt <= now).OrderBy(progress => progress.OpenAttemptExpiresAt).Select(progress => progress.OpenAttemptId!)];

    /// <summary>When the time of the next open attempt is up; <see langword="null"/> if none is open.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextExpiryAt => Modules.Values.Min(progress => progress.OpenAttemptExpiresAt);

    /// <summary>Whether DWEWIS asks about this person: they hold a permit or came to work. A partner is no applicant.</summary>
    public bool IsApplicant(Policy policy) =>
        HeldPermit is not null || (Registration is { } registration && policy.WorkerReasons.Contains(registration.ReasonOfStay));

    /// <summary>The partner of the newest permit that names one; else the one declared.</summary>
    public string? LatestPartner() => Permits
        .OrderByDescending(permit => permit.ValidFrom)
        .ThenByDescending(permit => permit.PermitNumber, StringComparer.Ordinal)
        .Select(permit => permit.PartnerId)
        .FirstOrDefault(partnerId => partnerId is not null)
        ?? DeclaredPartner?.PersonId;

    /// <summary>A permit of the person as it now stands.</summary>
    public Permit? Permit(string permitNumber) =>
        Inburgering.Permits.Permit.AsItStands(HeldPermits.GetValueOrDefault(permitNumber, []), PermitChanges.GetValueOrDefault(permitNumber, []));
}
