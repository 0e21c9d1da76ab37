namespace Inburgering.Letters;

/// <summary>What a letter says.</summary>
public enum LetterKind
{
    /// <summary>The duty and its term (<i>wervingsbrief</i>).</summary>
    Recruitment,

    /// <summary>Everything was passed already: no term, an invitation to go on.</summary>
    Confirmation,

    /// <summary>To Brussels: no duty, an encouragement to go on.</summary>
    Encouragement,

    /// <summary>The duty no longer applies.</summary>
    Withdrawal,
}
