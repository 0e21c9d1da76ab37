using System.Globalization;
using System.Text;

namespace Inburgering.Documents.Typesetting;

/// <summary>The bidirectional character types of UAX #9 that can occur in cleaned text.</summary>
internal enum BidiClass
{
    L,
    R,
    AL,
    EN,
    ES,
    ET,
    AN,
    CS,
    NSM,
    BN,
    WS,
    ON,
    Isolate,
    PopIsolate,
}

internal static class BidiClasses
{
    /// <summary>
    /// .NET keeps its own table of these internal, so they are derived from blocks and general categories; exact for
    /// letters, marks and digits, and for the punctuation that names, addresses, dates and links consist of.
    /// </summary>
    public static BidiClass Of(Rune rune)
    {
        var code = rune.Value;
        switch (code)
        {
            case PrintableText.FirstStrongIsolate: return BidiClass.Isolate;
            case PrintableText.PopDirectionalIsolate: return BidiClass.PopIsolate;
            case '+' or '-' or 0x2212: return BidiClass.ES;
            case '#' or '%' or 0x00B0 or 0x2030 or 0x066A: return BidiClass.ET;
            case ',' or '.' or '/' or ':' or 0x00A0 or 0x202F or 0x060C: return BidiClass.CS;
            case 0x00B2 or 0x00B3 or 0x00B9: return BidiClass.EN;
            case >= 0x0660 and <= 0x0669 or 0x066B or 0x066C or (>= 0x0600 and <= 0x0605): return BidiClass.AN;
            case >= 0x06F0 and <= 0x06F9: return BidiClass.EN;
            default: break;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => BidiClass.NSM,
            UnicodeCategory.Format => BidiClass.BN,
            UnicodeCategory.SpaceSeparator => BidiClass.WS,
            UnicodeCategory.CurrencySymbol => BidiClass.ET,
            UnicodeCategory.DecimalDigitNumber when code <= '9' => BidiClass.EN,
            _ when IsArabicBlock(code) => BidiClass.AL,
            _ when IsRightToLeftBlock(code) => BidiClass.R,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.PrivateUse => BidiClass.L,
            _ => BidiClass.ON,
        };
    }

    private static bool IsArabicBlock(int code) => code is (>= 0x0600 and <= 0x07BF) or (>= 0x0860 and <= 0x08FF)
        or (>= 0xFB50 and <= 0xFDFF and not (0xFD3E or 0xFD3F)) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x1EE00 and <= 0x1EEFF);

    private static bool IsRightToLeftBlock(int code) => code is (>= 0x0590 and <= 0x05FF) or (>= 0x07C0 and <= 0x085F)
        or (>= 0xFB1D and <= 0xFB4F) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
