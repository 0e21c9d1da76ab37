using System.Globalization;
using Inburgering.Commands.Doors;

namespace Inburgering.Commands.Demo;

/// <summary>The table at the end of a demo: the legal dates, the letters and every message that went out.</summary>
internal sealed class Summary(TextWriter output)
{
    public async Task WriteAsync(Life life)
    {
        output.WriteLine();
        output.WriteLine(life.Title);
        output.WriteLine(new string('─', 100));
        foreach (var (day, what) in life.Milestones.OrderBy(milestone => milestone.Day))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {day:yyyy-MM-dd ddd}  {what}"));
        }

        output.WriteLine();
        output.WriteLine($"  {"out on",-16}  {"subscription",-13}  {"message",-22}  {"about",-8}  detail");
        foreach (var sent in await life.EventsAsync())
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {sent.Time.UtcDateTime:yyyy-MM-dd HH:mm}  {sent.Subscription,-13}  {sent.Type,-22}  {life.NameOf(sent),-8}  {Detail(sent)}"));
        }
    }

    private static string Detail(OutgoingEvent sent) => sent.Type switch
    {
        "invitation.requested" => $"to {sent.Text("email")} in {sent.Text("language")}, code valid until {sent.Text("expiresOn")}",
        "letter.requested" => $"{sent.Text("kind")} letter in {sent.Text("language")}",
        "reminder.requested" => $"deadline {sent.Text("deadlineOn")}, still to do: {string.Join(", ", sent.Texts("remainingModules"))}",
        "referral.made" => $"{(sent.Text("previousAgency") is { } previous ? previous + " → " : "→ ")}{sent.Text("agency")} ({sent.Text("reason")})",
        "compliance.changed" => $"{sent.Text("status")}",
        "enforcement.referred" => $"case {sent.Text("enforcementCaseId")}, SHA-256 {sent.Text("dossierSha256")?[..12]}…",
        _ => string.Join(", ", new[] { sent.Text("agency"), sent.Text("deadlineOn") is { } on ? $"deadline {on}" : null, sent.IsLate ? "late" : null, sent.Text("reason") }.OfType<string>()),
    };
}
