using Inburgering.People;

namespace Inburgering.Arrivals;

/// <summary>A time outside the Flemish Region between two times in it.</summary>
/// <param name="From">First day outside.</param>
/// <param name="Until">First day back.</param>
public sealed record Absence(DateOnly From, DateOnly Until);

/// <summary>Where someone lived from a day on, until the next.</summary>
/// <param name="From">First day.</param>
/// <param name="Region">In which region; abroad after departure; <see langword="null"/> after death.</param>
/// <param name="Municipality">REFNIS code, in Belgium.</param>
/// <param name="Address">The address, in Belgium.</param>
public sealed record Residence(DateOnly From, Region? Region, string? Municipality, Address? Address)
{
    /// <summary>
    /// Where someone lived, from what the Register said, in its order and by the days it gives: when a message arrived makes no
    /// difference.
    /// </summary>
    public static IReadOnlyList<Residence> History(IReadOnlyCollection<Fact<Registration>> registrations, IReadOnlyCollection<Fact<ResidenceChange>> changes)
    {
        var history = new List<Residence>();
        foreach (var (registered, changed) in Facts.InOrder(registrations, changes))
        {
            if (registered is not null)
            {
                Register(history, registered);
            }
            else if (changed!.Content.Kind != ResidenceChangeKind.NationalityChanged && history.Count > 0)
            {
                Begin(history, changed.Content.On, changed.Content switch
                {
                    { Kind: ResidenceChangeKind.Moved } moved => InBelgium(moved.On, moved.Municipality!, moved.Address!),
                    { Kind: ResidenceChangeKind.Departed } departed => new Residence(departed.On, Arrivals.Region.Abroad, null, null),
                    var died => new Residence(died.On, null, null, null),
                });
            }
        }

        return history;
    }

    /// <summary>The times outside Flanders from which the person came back.</summary>
    public static IReadOnlyList<Absence> Absences(IReadOnlyList<Residence> history)
    {
        var absences = new List<Absence>();
        DateOnly? leftOn = null;
        foreach (var residence in history)
        {
            if (residence.Region != Arrivals.Region.Flanders)
            {
                leftOn ??= residence.From;
            }
            else if (leftOn is { } from)
            {
                if (residence.From > from)
                {
                    absences.Add(new Absence(from, residence.From));
                }

                leftOn = null;
            }
        }

        return absences;
    }

    private static void Register(List<Residence> history, Fact<Registration> fact)
    {
        var registration = fact.Content;
        if (history.Count == 0 || registration.RegisteredOn > history[^1].From)
        {
            Begin(history, registration.RegisteredOn, InBelgium(registration.RegisteredOn, registration.Municipality, registration.Address));
        }
        else if (history[^1].Municipality == registration.Municipality)
        {
            history[^1] = history[^1] with { Address = registration.Address };
        }
        else
        {
            // Another municipality without a day of its own: since the Register said so.
            var saidOn = Calendar.LegalCalendar.DayOf(fact.SentAt);
            Begin(history, saidOn, InBelgium(saidOn, registration.Municipality, registration.Address));
        }
    }

    // What the Register says later holds later, whatever day it gives.
    private static void Begin(List<Residence> history, DateOnly from, Residence residence) =>
        history.Add(history.Count > 0 && history[^1].From > from ? residence with { From = history[^1].From } : residence);

    private static Residence InBelgium(DateOnly from, string municipality, Address address) => new(from, Arrivals.Municipality.RegionOf(municipality), municipality, address);
}
