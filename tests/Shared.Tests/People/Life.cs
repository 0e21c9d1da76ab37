using System.Collections.Immutable;
using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Compliance;
using Inburgering.Eligibility;
using Inburgering.Enforcement;
using Inburgering.Learning;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Permits;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Testing;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

/// <summary>
/// One person's life on the pure part alone: the facts are folded and the consequences drawn as the intakes do it, without
/// storage. Nothing is deduplicated, so a repeated fact is taken twice.
/// </summary>
internal sealed class Life
{
    private const string BisNumber = "91451712312";
    private static readonly AttemptClosing Closing = new(new IndexKeys(new byte[32]), TestPolicy.Book);

    private static readonly IReadOnlyList<Attempt> RightlyAnswered = [.. TestPolicy.Current.CompulsoryModules.Select(moduleId =>
    {
        var attempt = TestRules.Draw(TestPolicy.Content.Modules[moduleId], "a" + moduleId, "nl", TestPolicy.Current, Utc("2026-05-01T08:00:00Z"));
        return attempt.Answering(World.Answers(attempt, right: true).Select(answer => KeyValuePair.Create(answer.QuestionId, answer.OptionIds.ToImmutableSortedSet(StringComparer.Ordinal))));
    })];

    private static readonly DateTimeOffset SentAt = Utc("2026-05-01T08:00:00Z");

    /// <summary>The person is known from a permit that says nothing about the obligation, so that any fact may come first.</summary>
    public Life(DateTimeOffset now)
    {
        Now = now;
        File = new PersonFile { PersonId = "p1", DeclaredAs = Given.Person };
    }

    public DateTimeOffset Now { get; private set; }

    public PersonFile File { get; private set; }

    public List<OutgoingMessage> Sent { get; } = [];

    /// <summary>Tests that are open, with right answers kept.</summary>
    private List<Attempt> kept = [];

    public List<AuditEntry> Audit { get; } = [];

    /// <summary>Every state the obligation went through, the present one last.</summary>
    public List<Obligation> States { get; } = [new NoObligation()];

    public Life Taking(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            Take(step);
        }

        return this;
    }

    public void Take(Step step)
    {
        switch (step)
        {
            case Step.Wait wait:
                Now += TimeSpan.FromHours(wait.Hours);
                if (wait.Looks)
                {
                    Change(change => Assessment.PassTime(change, TestPolicy.Book));
                }

                break;
            case Step.KeepAnswers keep:
                Keep(Now.AddHours(keep.Hours));
                break;
            case Step.HandOver:
                Change(change => Notices.HandOver(change, new Dossier("p1/enf-p1.pdf", "p1/enf-p1.json", "0", Now), "https://dossiers.example/p1/enf-p1.pdf"));
                break;
            case Step.Confirm:
                Apply(new ObligationCommand.ConfirmBreach("officer-7", "No contact."));
                break;
            case Step.Dispatched dispatched:
                TakeDispatch(dispatched);
                break;
            case Step.Postpone postpone:
                var from = LegalCalendar.DayOf(Now).AddDays(postpone.FromDays);
                Apply(new ObligationCommand.Postpone("illness", "Certificate.", from, from.AddDays(postpone.Days - 1), "officer-7"));
                break;
            case Step.Exempt:
                Apply(new ObligationCommand.Exempt("seriousIllness", "Certificate.", "officer-7"));
                break;
            case Step.WithdrawExemption:
                Change(change =>
                {
                    Assessment.Apply(change, TestPolicy.Book, new ObligationCommand.WithdrawExemption("officer-7", "Of somebody else."));
                    if (change.File.Eligibility is not null)
                    {
                        Assessment.Reassess(change, TestPolicy.Book);
                    }

                    ReceiptCounting.CountReceipt(change, TestPolicy.Book);
                });
                break;
            case Step.Prove prove:
                Prove(prove.DaysAfter);
                break;
            case Step.SendAgain:
                Change(change =>
                {
                    if (change.File.Letters.LastOrDefault() is { } letter && OfficersActs.RefuseSendingAgain(change.File.Obligation, letter) is null)
                    {
                        LetterWriting.WriteAnew(change, TestPolicy.Book, letter);
                    }
                });
                break;
            default:
                Change(change =>
                {
                    change.Update(file => With(file, step, LegalCalendar.DayOf(Now)));
                    Assessment.Reassess(change, TestPolicy.Book);
                });
                break;
        }
    }

    /// <summary>What must not depend on the order of messages. Letters already sent, and what they left behind, stay apart: never asked and no longer asked are the same.</summary>
    public string EndState()
    {
        var status = File.Obligation is Ended ? nameof(NoObligation) : File.Obligation.GetType().Name;
        var term = File.Obligation is Ended ? null : File.Obligation.Term;
        return string.Join(
            " | ",
            Treatment(),
            $"standing {File.Standing}",
            $"{status} received {term?.ReceivedOn:o} deadline {term?.DeadlineOn:o}",
            $"agency {(File.Eligibility is { Treatment: Inburgering.Eligibility.Treatment.Obliged } ? File.Agency : null)}",
            $"held {File.HeldPermit?.PermitNumber} {File.HeldPermit?.ValidFrom:o}",
            $"registered {File.Registration?.Municipality} {File.Registration?.Person.Nationality} departed {File.Registration?.DepartedOn:o} died {File.Registration?.DeceasedOn:o}",
            $"lived {string.Join(", ", File.Residences.Select(residence => $"{residence.From:o} {residence.Region}"))}",
            $"compliance {ComplianceRules.Answer(File.Obligation, File.HasPassedAll(TestPolicy.Current))}");
    }

    public string Treatment() => $"{File.Eligibility?.Treatment} {File.Eligibility?.Reason}";

    private static PersonFile With(PersonFile file, Step step, DateOnly today) => step switch
    {
        Step.GrantPermit { AsPartner: false } grant => file with { HeldPermits = Taking(file.HeldPermits, grant) },
        Step.GrantPermit grant => StandingAsItsHolder(file with { PartnerPermits = Taking(file.PartnerPermits, grant) }, grant.Number),
        Step.Register register => file with
        {
            Registrations = file.Registrations.Taking(Fact(register.Version, register, Given.Registered with
            {
                NationalNumber = register.UnderBis ? BisNumber : Given.Registered.NationalNumber,
                Municipality = register.Municipality,
                ReasonOfStay = register.Reason,
                RegisteredOn = Day(register.RegisteredOn),
                Person = Given.Person with { Nationality = register.Nationality },
            })),
        },
        Step.ChangePermit { Status: PermitStatus.Applied } applied => file with { HeldPermits = Taking(file.HeldPermits, new Step.GrantPermit(applied.Number, applied.Version, false, false, "2026-05-01"), applied, PermitStatus.Applied) },
        Step.ChangePermit changed => file with
        {
            PermitChanges = file.PermitChanges.Taking(changed.Number, Fact(changed.Version, changed, new PermitChange { PermitNumber = changed.Number, Status = changed.Status, ValidUntil = DayOrNone(changed.ValidUntil) })),
        },
        Step.ChangeResidence changed => file with
        {
            ResidenceChanges = file.ResidenceChanges.Taking(Fact(changed.Version, changed, new ResidenceChange
            {
                NationalNumber = changed.UnderBis ? BisNumber : Given.Registered.NationalNumber,
                Kind = changed.Kind,
                On = Day(changed.On),
                Municipality = changed.Kind == ResidenceChangeKind.Moved ? changed.To : null,
                Address = changed.Kind == ResidenceChangeKind.Moved ? Given.Registered.Address : null,
                Nationality = changed.Kind == ResidenceChangeKind.NationalityChanged ? changed.To : null,
            })),
        },
        Step.Link link => file with { LinkedWorkers = file.LinkedWorkers.SetItem($"worker-{link.Standing}", link.Standing) },
        Step.PassEverything when !file.HasPassedAll(TestPolicy.Current) => file with
        {
            Modules = TestPolicy.Current.CompulsoryModules.ToImmutableSortedDictionary(
                moduleId => moduleId, _ => new ModuleProgress { PassedOn = today, PassedAttemptId = "a1" }, StringComparer.Ordinal),
        },
        Step.PassEverything => file,
        _ => throw new InvalidOperationException($"{step} does not change facts."),
    };

    // Each permit has a holder of its own who stays before arrival; what they are is told by a message to self.
    private static PersonFile StandingAsItsHolder(PersonFile file, string permitNumber) => file with
    {
        LinkedWorkers = file.LinkedWorkers.SetItem(
            $"holder-{permitNumber}",
            EligibilityRules.IsTemporary(file.PartnerPermits[permitNumber][^1].Content, TestPolicy.Current) ? WorkerStanding.Excluded : WorkerStanding.TargetGroup),
    };

    private static ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> Taking(
        ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> permits, Step.GrantPermit grant, Step? said = null, PermitStatus status = PermitStatus.Granted)
    {
        var permit = (grant.Seasonal ? Given.SeasonalPermit : Given.LongPermit) with
        {
            PermitNumber = grant.Number,
            ValidFrom = Day(grant.ValidFrom),
            Partner = Given.Person,
            Status = status,
        };
        return permits.Taking(grant.Number, Fact(grant.Version, said ?? grant, permit));
    }

    // The content is the message's id: the same message again is a repeat.
    private static Fact<T> Fact<T>(int version, Step step, T content) => new(version, SentAt, step.ToString(), content);

    private void TakeDispatch(Step.Dispatched dispatched)
    {
        if (File.Letters.LastOrDefault(letter => letter.Kind == LetterKind.Recruitment) is not { } letter)
        {
            return;
        }

        var fact = Fact(dispatched.Version, dispatched, new DispatchFact(DayOrNone(dispatched.PostedOn), dispatched.Method, DayOrNone(dispatched.DeliveredOn), DayOrNone(dispatched.ReturnedOn)));
        Change(change => ReceiptCounting.TakeDispatch(change, TestPolicy.Book, letter, fact));
    }

    // As ReceiptProving does it.
    private void Prove(int daysAfter) => Change(change =>
    {
        if (change.File.Letters.LastOrDefault(letter => letter.Kind == LetterKind.Recruitment) is not { } letter)
        {
            return;
        }

        var receivedOn = (letter.Dispatch.PostedOn ?? letter.Dispatch.DeliveredOn ?? letter.DatedOn).AddDays(daysAfter);
        var current = ObligationDecider.At(change.File.Obligation, TestPolicy.Current, Now);
        if (receivedOn <= LegalCalendar.DayOf(Now) && OfficersActs.RefuseReceipt(current, letter, receivedOn, TestPolicy.Current) is null)
        {
            var fact = new Fact<DispatchFact>(0, Now, $"officer-{letter.DispatchFacts.Count}", new DispatchFact(null, null, null) { ProvenOn = receivedOn });
            ReceiptCounting.TakeDispatch(change, TestPolicy.Book, letter, fact);
        }
    });

    private static DateOnly? DayOrNone(string? day) => day is null ? null : Day(day);

    private void Apply(ObligationCommand command) => Change(change => Assessment.Apply(change, TestPolicy.Book, command));

    // All modules at once, as far as they are neither passed nor in a test already.
    private void Keep(DateTimeOffset expiresAt) => Change(change =>
    {
        foreach (var attempt in RightlyAnswered.Where(attempt => change.File.Progress(attempt.ModuleId) is { IsPassed: false, OpenAttemptId: null }))
        {
            kept = [.. kept.Where(earlier => earlier.AttemptId != attempt.AttemptId), attempt with { ExpiresAt = expiresAt }];
            change.Update(file => file with { Modules = file.Modules.SetItem(attempt.ModuleId, file.Progress(attempt.ModuleId).Opening(attempt.AttemptId, expiresAt)) });
        }
    });

    // As PersonFiles does it: no decision meets an open test whose time is up.
    private void Change(Action<FileChange> decide)
    {
        if (File.ExpiredAttempts(Now) is { Count: > 0 } expired)
        {
            Commit(change => Closing.CloseExpired(change, expired, "CODE"));
        }

        Commit(decide);
    }

    private void Commit(Action<FileChange> decide)
    {
        var change = new FileChange(File, Now, Actor.System) { ReadAttempts = kept };
        decide(change);
        File = change.File;
        Sent.AddRange(change.Outbox);
        Audit.AddRange(change.Audit);
        if (File.Obligation != States[^1])
        {
            States.Add(File.Obligation);
        }
    }
}
