using Azure;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;
using Inburgering.Telemetry;

namespace Inburgering.Obligations;

/// <summary>What the orchestrator has to do next for one person.</summary>
/// <param name="RendersLetters">A letter has no PDF yet.</param>
/// <param name="BuildsDossier">A referral has no dossier yet.</param>
/// <param name="Publishes">Messages wait in the outbox.</param>
/// <param name="NextDueAt">The instant (UTC) at which time alone changes something.</param>
/// <param name="IsOpen">Whether to wait at all.</param>
/// <param name="Mark">The version of the marker that this plan answers: removed once its work is done.</param>
/// <param name="TraceParent">W3C trace context of the act that left the work.</param>
/// <param name="Waiting">The numbers of the messages that wait, where these are all; <see langword="null"/> where the outbox has to be looked through.</param>
public sealed record ObligationPlan(
    bool RendersLetters,
    bool BuildsDossier,
    bool Publishes,
    DateTimeOffset? NextDueAt,
    bool IsOpen,
    string? Mark = null,
    string? TraceParent = null,
    IReadOnlyList<long>? Waiting = null)
{
    public bool HasWork => RendersLetters || BuildsDossier || Publishes;
}

/// <summary>Lets time pass for one person and says what is to be done: the only thing the orchestrator asks.</summary>
public sealed class ObligationAdvancing(PersonFiles files, PersonStore store, PendingMarkers markers, CaseList cases, Outbox outbox, PolicyBook policies, TimeProvider clock)
{
    public async Task<ObligationPlan> AdvanceAsync(string personId, CancellationToken cancellationToken)
    {
        // Read before the file: a mark made after this belongs to a newer state and stays.
        var marker = await markers.FindAsync(PendingWork.Plan, personId, cancellationToken);
        using var span = Traces.Begin("plan", cause: marker?.TraceParent);
        var outcome = await files.ChangeAsync(
            personId,
            Actor.System,
            change =>
            {
                Assessment.PassTime(change, policies);
                return (change.File, change.Now);
            },
            cancellationToken: cancellationToken);
        if (outcome?.Result is not ({ } file, var now))
        {
            if (marker is not null)
            {
                await markers.RemoveAsync(marker, cancellationToken);
            }

            return new ObligationPlan(false, false, false, null, false);
        }

        if (file.PersonId != personId)
        {
            // The file went up in another one, whose own orchestrator has the time now: what this one left to send is all there is to do.
            await outbox.PublishAsync(personId, cancellationToken);
            if (marker is not null)
            {
                await markers.RemoveAsync(marker, cancellationToken);
            }

            return new ObligationPlan(false, false, false, null, false);
        }

        if (marker is not null && outcome.Mark is null)
        {
            // The marker may be all that knows of a case that was never listed.
            await cases.MoveAsync(personId, null, file.Listing, cancellationToken);
        }

        var mark = outcome.Mark ?? (outcome.PlanChanged ? null : marker);
        var policy = policies.Of(file.Obligation);
        var plan = new ObligationPlan(
            file.Letters.Any(letter => letter.DocumentPath is null),
            file.Enforcement is { Dossier: null },
            // Without a marker nothing was left by anybody: time alone wrote what there is to send.
            outcome.PlanChanged || (marker is not null && (await store.OutboxAsync(personId, cancellationToken)).Count > 0),
            policy is null ? null : Earlier(Earlier(ObligationDecider.NextDue(file.Obligation, policy, now), file.NextExpiryAt), NextDay(file)),
            ObligationDecider.IsOpen(file.Obligation),
            mark?.ETag.ToString(),
            span?.Id ?? marker?.TraceParent,
            // Whoever renders or builds writes messages of their own.
            file.Letters.Any(letter => letter.DocumentPath is null) || file.Enforcement is { Dossier: null } ? null : outcome.Waiting);
        if (!plan.HasWork && mark is not null)
        {
            await markers.RemoveAsync(mark, cancellationToken);
        }

        return plan;
    }

    /// <summary>Lets the messages leave, and with them the marker that the plan answers, unless somebody marked anew since.</summary>
    /// <param name="personId">Whose.</param>
    /// <param name="mark">The marker's version.</param>
    /// <param name="waiting">Which messages, where the plan knows.</param>
    /// <param name="cancellationToken">Gives up; the marker stays.</param>
    public async Task FinishAsync(string personId, string? mark, IReadOnlyList<long>? waiting, CancellationToken cancellationToken)
    {
        await (waiting is null ? outbox.PublishAsync(personId, cancellationToken) : outbox.PublishAsync(personId, waiting, cancellationToken));
        if (mark is not null)
        {
            await markers.RemoveAsync(new PendingMarker(PendingWork.Plan, personId, new ETag(mark)), cancellationToken);
        }
    }

    // A merger that changes the agency, or a version of the policy that applies to what runs.
    private DateTimeOffset? NextDay(PersonFile file)
    {
        var today = LegalCalendar.DayOf(clock.GetUtcNow());
        var merger = file.Registration is { } registration ? Arrivals.Municipality.AgencyChangesOn(registration.Municipality, today) : null;
        var replaced = policies.ReplacedOn(file.Obligation, today);
        return (merger < replaced ? merger : replaced ?? merger) is { } day ? LegalCalendar.StartOf(day) : null;
    }

    // A test that is open may fulfil when its time is up, also after the deadline. The sweep would see to it later.
    private static DateTimeOffset? Earlier(DateTimeOffset? due, DateTimeOffset? expiry) => due < expiry ? due : expiry ?? due;
}
