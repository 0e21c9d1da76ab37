namespace Inburgering.Documents.Typesetting;

/// <summary>How a paragraph is set.</summary>
/// <param name="Size">Font size in points.</param>
/// <param name="Bold">The weight where the text itself does not ask for another.</param>
/// <param name="Colour">0xAARRGGBB.</param>
/// <param name="Leading">Line height as a multiple of the size; from 1.17 on, lines of DejaVu Sans never touch.</param>
internal sealed record TextStyle(float Size, bool Bold = false, uint Colour = Ink.Text, float Leading = 1.38f)
{
    public float LineHeight => Size * Leading;

    public TextStyle Scaled(float factor) => this with { Size = Size * factor };
}
