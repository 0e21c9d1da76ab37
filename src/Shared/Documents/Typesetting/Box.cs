namespace Inburgering.Documents.Typesetting;

/// <summary>A rectangle on a page in points (1/72 inch), origin top left, y downwards.</summary>
internal readonly record struct Box(float Left, float Top, float Right, float Bottom)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    public static Box At(float left, float top, float width, float height) => new(left, top, left + width, top + height);

    /// <summary>True if the two share more than <paramref name="tolerance"/> points in both directions.</summary>
    public bool Overlaps(Box other, float tolerance = 0.1f) =>
        MathF.Min(Right, other.Right) - MathF.Max(Left, other.Left) > tolerance
        && MathF.Min(Bottom, other.Bottom) - MathF.Max(Top, other.Top) > tolerance;

    public bool Contains(Box other, float tolerance = 0.1f) =>
        other.Left >= Left - tolerance && other.Top >= Top - tolerance
        && other.Right <= Right + tolerance && other.Bottom <= Bottom + tolerance;
}
