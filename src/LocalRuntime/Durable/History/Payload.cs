namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// A serialized input, output or event payload (JSON). A large one lives in a blob: <see cref="Text"/> is then there only
/// once it was read.
/// </summary>
internal sealed class Payload(string? text, string? blob = null)
{
    public string? Text { get; set; } = text;

    public string? Blob { get; set; } = blob;

    public static Payload? Of(string? text) => text is null ? null : new Payload(text);
}
