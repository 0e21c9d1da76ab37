using Inburgering.Arrivals;
using Inburgering.Obligations;
using Inburgering.People;

namespace Inburgering.Cases;

/// <summary>
/// The place of someone's case in the list of an agency. It is kept in the file, so that whoever changes the file knows which
/// row of the list to write and which to remove.
/// </summary>
/// <param name="Agency">Whose list; <see langword="null"/> for a person no agency works for.</param>
/// <param name="Status">The obligation's state.</param>
/// <param name="DeadlineOn">Last day of the term, if there is one.</param>
/// <param name="Number">Rises with each place the case has had: no row of the list is ever written twice for different places.</param>
public sealed record CaseListing(Agency? Agency, ObligationStatus Status, DateOnly? DeadlineOn, long Number)
{
    /// <summary>Gives the changed file its new place, if it has one.</summary>
    public static void Update(FileChange change)
    {
        var (known, file) = (change.File.Listing, change.File);
        var place = (file.ResponsibleAgency, file.Obligation.Status, file.Obligation.Term?.DeadlineOn);
        if (place != (known?.Agency, known?.Status ?? ObligationStatus.None, known?.DeadlineOn))
        {
            change.Update(before => before with { Listing = new CaseListing(place.ResponsibleAgency, place.Item2, place.DeadlineOn, (known?.Number ?? 0) + 1) });
        }
    }
}
