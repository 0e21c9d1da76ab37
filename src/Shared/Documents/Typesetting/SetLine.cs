namespace Inburgering.Documents.Typesetting;

/// <summary>One line of a set paragraph, not yet on a page.</summary>
/// <param name="Text">What it says, in reading order.</param>
/// <param name="Runs">Its glyphs, left to right.</param>
/// <param name="Width">Points.</param>
internal sealed record SetLine(string Text, IReadOnlyList<GlyphRun> Runs, float Width);
