using System.Collections.Immutable;
using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.People;

namespace Inburgering.Cases;

/// <summary>What waits for a case officer: each is a queue of its own in the agency's list.</summary>
public enum CaseToDo
{
    /// <summary>A letter came back: there is no receipt, and no deadline runs (domain 3.5).</summary>
    ReturnedLetter,

    /// <summary>The deadline passed: only a human decision lets it have effect (GDPR art. 22).</summary>
    BreachToConfirm,

    /// <summary>The person asked for a correction of what is held about them (GDPR art. 16).</summary>
    RectificationRequest,

    /// <summary>Somebody who settled as a minor came of age: an officer decides whether the duty applies (domain 1).</summary>
    AdulthoodReview,
}

/// <summary>
/// The place of someone's case in the list of an agency, and in the list of ABB once it was referred. It is kept in the file, so that whoever
/// changes the file knows which rows of the lists to write and which to remove.
/// </summary>
/// <param name="Agency">Whose list; <see langword="null"/> for a person no agency works for.</param>
/// <param name="Status">The obligation's state.</param>
/// <param name="DeadlineOn">Last day of the term, if there is one.</param>
/// <param name="Number">Rises with each place the case has had: no row of the list is ever written twice for different places.</param>
public sealed record CaseListing(Agency? Agency, ObligationStatus Status, DateOnly? DeadlineOn, long Number)
{
    /// <summary>What waits for a case officer.</summary>
    public ImmutableList<CaseToDo> ToDo { get; init; } = [];

    /// <summary>The legal day on which the dossier went to ABB.</summary>
    public DateOnly? ReferredOn { get; init; }

    /// <summary>What waits for a case officer in a file.</summary>
    public static ImmutableList<CaseToDo> ToDoIn(PersonFile file)
    {
        var todo = ImmutableList.CreateBuilder<CaseToDo>();
        if (file.Letters.Any(letter => letter is { Dispatch: { ReturnedOn: not null, ProvenOn: null }, SentAgainAs: null }
            && (letter.Kind != LetterKind.Recruitment || file.Obligation is LetterPending)))
        {
            todo.Add(CaseToDo.ReturnedLetter);
        }

        if (file.Obligation is Breached { Confirmation: null })
        {
            todo.Add(CaseToDo.BreachToConfirm);
        }

        if (file.RectificationRequests.Any(request => request.Answer is null))
        {
            todo.Add(CaseToDo.RectificationRequest);
        }

        if (file.AdulthoodReview is { IsOpen: true, Decision: null })
        {
            todo.Add(CaseToDo.AdulthoodReview);
        }

        return todo.ToImmutable();
    }

    /// <summary>Gives the changed file its new place, if it has one.</summary>
    public static void Update(FileChange change)
    {
        var (known, file) = (change.File.Listing ?? new CaseListing(null, ObligationStatus.None, null, 0), change.File);
        var toDo = ToDoIn(file);
        var place = known with
        {
            Agency = file.ResponsibleAgency,
            Status = file.Obligation.Status,
            DeadlineOn = file.Obligation.Term?.DeadlineOn,
            ToDo = toDo.SequenceEqual(known.ToDo) ? known.ToDo : toDo,
            ReferredOn = file.Enforcement?.Dossier is { } dossier ? LegalCalendar.DayOf(dossier.BuiltAt) : null,
        };
        if (place != known)
        {
            change.Update(before => before with { Listing = place with { Number = known.Number + 1 } });
        }
    }
}
