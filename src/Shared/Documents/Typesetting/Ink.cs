namespace Inburgering.Documents.Typesetting;

/// <summary>The colours of the documents, 0xAARRGGBB; every text colour has a contrast of at least 4.5 to 1 on white.</summary>
internal static class Ink
{
    public const uint Text = 0xFF1D1D1B;
    public const uint Quiet = 0xFF57575A;
    public const uint Accent = 0xFF0F4C5C;
    public const uint Bar = 0xFFFFD500;
    public const uint Hairline = 0xFFB8BDC2;
    public const uint Panel = 0xFFF2F5F6;
    public const uint Black = 0xFF000000;
    public const uint Paper = 0xFFFFFFFF;
}
