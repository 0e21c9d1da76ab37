using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Inburgering.Accounts;
using Inburgering.Arrivals;
using Inburgering.Certificates;
using Inburgering.Compliance;
using Inburgering.Eligibility;
using Inburgering.Enforcement;
using Inburgering.Learning;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.Permits;
using Inburgering.Policies;

namespace Inburgering.People;

/// <summary>The living state of one person: what senders said, what was decided, how far they are. One row, one ETag.</summary>
public sealed record PersonFile
{
    /// <summary>Random, so that partitions spread; says nothing about the person.</summary>
    public required string PersonId { get; init; }

    /// <summary>Number of the last outgoing event, rising by one; consumers order a person's events by it.</summary>
    public long LastEvent { get; init; }

    /// <summary>Number of the last audit entry.</summary>
    public long LastAudit { get; init; }

    /// <summary>Permits the person holds, by permit number.</summary>
    public ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> HeldPermits { get; init; } = ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>>.Empty;

    /// <summary>Permits that name the person as the partner who travels along, by permit number.</summary>
    public ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> PartnerPermits { get; init; } = ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>>.Empty;

    public ImmutableList<Fact<Registration>> Registrations { get; init; } = [];

    /// <summary>What a labour migrant declared about this person as the partner who travels along.</summary>
    public PersonDetails? DeclaredAs { get; init; }

    /// <summary>Who declared this person as the partner who travels along, by person id.</summary>
    public string? DeclaredBy { get; init; }

    /// <summary>The partner this person named or declared, by person id.</summary>
    public string? PartnerId { get; init; }

    /// <summary>Standing of the workers this person's stay may depend on, by person id, as last seen.</summary>
    public ImmutableSortedDictionary<string, WorkerStanding> LinkedWorkers { get; init; } = ImmutableSortedDictionary<string, WorkerStanding>.Empty;

    public AccountBinding? Account { get; init; }

    /// <summary>When the person was invited before arrival; once.</summary>
    public DateOnly? InvitedOn { get; init; }

    public ImmutableList<IssuedActivationCode> ActivationCodes { get; init; } = [];

    public ImmutableSortedDictionary<string, ModuleProgress> Modules { get; init; } = ImmutableSortedDictionary<string, ModuleProgress>.Empty;

    public Certificate? Certificate { get; init; }

    public EligibilityDecision? Eligibility { get; init; }

    public WorkerStanding Standing { get; init; }

    /// <summary>The agency that follows the person up; <see langword="null"/> before arrival and outside Flanders.</summary>
    public Agency? Agency { get; init; }

    public Obligation Obligation { get; init; } = new NoObligation();

    public ImmutableList<Letter> Letters { get; init; } = [];

    public EnforcementReferral? Enforcement { get; init; }

    /// <summary>What DWEWIS was last told.</summary>
    public ComplianceStatus? ToldDwewis { get; init; }

    /// <summary>The registration as it now stands.</summary>
    [JsonIgnore]
    public Registration? Registration => Registrations.LastOrDefault()?.Content;

    /// <summary>The permit the person holds that is valid from the latest day.</summary>
    [JsonIgnore]
    public Permit? HeldPermit => Latest(HeldPermits);

    /// <summary>The permit that names the person as partner and is valid from the latest day.</summary>
    [JsonIgnore]
    public Permit? PartnerPermit => Latest(PartnerPermits);

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

    /// <summary>Where the person lives; <see langword="null"/> before arrival.</summary>
    [JsonIgnore]
    public Region? Region => Municipality.RegionOf(Registration?.Municipality);

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
                standing);
        }
    }

    public ModuleProgress Progress(string moduleId) => Modules.GetValueOrDefault(moduleId, ModuleProgress.None);

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

    private static Permit? Latest(ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> permits) => permits.Values
        .Select(facts => facts[^1].Content)
        .OrderBy(permit => permit.ValidFrom)
        .ThenBy(permit => permit.PermitNumber, StringComparer.Ordinal)
        .LastOrDefault();
}
