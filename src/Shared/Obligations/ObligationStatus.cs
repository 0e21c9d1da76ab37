namespace Inburgering.Obligations;

/// <summary>An obligation's state as callers see it (contracts: <c>obligation.status</c>).</summary>
public enum ObligationStatus
{
    None,
    LetterPending,
    Running,
    Suspended,
    Exempted,
    Fulfilled,
    FulfilledLate,
    Breached,
    Ended,
}
