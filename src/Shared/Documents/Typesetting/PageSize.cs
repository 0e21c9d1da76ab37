namespace Inburgering.Documents.Typesetting;

/// <summary>Paper size in points.</summary>
internal readonly record struct PageSize(float Width, float Height)
{
    private const float PointsPerMillimetre = 72f / 25.4f;

    public static PageSize A4Portrait { get; } = new(Millimetres(210), Millimetres(297));

    public static PageSize A4Landscape { get; } = new(Millimetres(297), Millimetres(210));

    /// <summary>Millimetres as points.</summary>
    public static float Millimetres(float millimetres) => millimetres * PointsPerMillimetre;
}
