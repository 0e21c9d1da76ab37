namespace Inburgering.Letters;

/// <summary>The letters an agency sends to a person about the civic-integration duty (domain.md sections 1, 3 and 4).</summary>
public enum LetterKind
{
    /// <summary>The <i>wervingsbrief</i>: states the duty and the term within which the modules must be passed.</summary>
    Recruitment,

    /// <summary>Confirms that every compulsory module was passed before; sets no deadline.</summary>
    Confirmation,

    /// <summary>To someone who settled in Brussels: no duty, but an invitation with a free choice of agency.</summary>
    Encouragement,

    /// <summary>Says that the duty no longer applies, and why.</summary>
    Withdrawal,
}
