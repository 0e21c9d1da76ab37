namespace Inburgering.Commands.Doors;

/// <summary>A message in, in CloudEvents 1.0 structured mode.</summary>
/// <param name="Time">In UTC.</param>
/// <param name="Data">Written as it is; any object.</param>
internal sealed record CloudEvent(string Id, string Source, string Type, DateTime Time, string Subject, object Data)
{
    public string Specversion { get; } = "1.0";

    public string Datacontenttype { get; } = "application/json";
}
