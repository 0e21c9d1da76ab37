using Inburgering.Eligibility;

namespace Inburgering.Obligations;

/// <summary>What may happen to an obligation. Time travels in the call, never in a clock.</summary>
public abstract record ObligationCommand
{
    private ObligationCommand()
    {
    }

    /// <summary>The facts or the progress of the person changed.</summary>
    /// <param name="Eligibility">The decision on the facts now known.</param>
    /// <param name="PassedAllOn">The legal day on which all compulsory modules were passed; <see langword="null"/> while one is open.</param>
    /// <param name="LetterId">Id for a letter, should one be sent.</param>
    public sealed record Assess(EligibilityDecision Eligibility, DateOnly? PassedAllOn, string LetterId) : ObligationCommand
    {
        /// <summary>The term that the letter and the times outside Flanders give on the facts now known; <see langword="null"/> without a receipt.</summary>
        public Term? Term { get; init; }

        /// <summary>The day since when the person lives where they live now.</summary>
        public DateOnly? LivesThereSince { get; init; }
    }

    /// <summary>The facts about a letter's dispatch give a term.</summary>
    public sealed record EstablishReceipt(string LetterId, Term Term) : ObligationCommand;

    /// <summary>The facts about a letter's dispatch, as corrected, give no term: its receipt is open again.</summary>
    public sealed record WithdrawReceipt(string LetterId) : ObligationCommand;

    /// <summary>Nothing but time.</summary>
    public sealed record PassTime : ObligationCommand;

    /// <summary>Passes it rested on were taken back: an obligation that was fulfilled starts anew, with a letter and a term of its own.</summary>
    /// <param name="LetterId">Id for the letter.</param>
    public sealed record Reopen(string LetterId) : ObligationCommand;

    /// <summary>A case officer confirms the breach.</summary>
    public sealed record ConfirmBreach(string OfficerId, string Reason) : ObligationCommand;

    /// <summary>A case officer takes the days from <paramref name="From"/> to <paramref name="To"/>, both counted, out of the term.</summary>
    public sealed record Postpone(string Ground, string Evidence, DateOnly From, DateOnly To, string OfficerId) : ObligationCommand;

    /// <summary>A case officer exempts the person.</summary>
    public sealed record Exempt(string Code, string Evidence, string OfficerId) : ObligationCommand;

    /// <summary>A case officer withdraws an exemption: it has stood as a postponement.</summary>
    public sealed record WithdrawExemption(string OfficerId, string Reason) : ObligationCommand;

    /// <summary>A case officer has the recruitment letter, which came back, written anew.</summary>
    public sealed record SendLetterAgain(string LetterId, string NewLetterId) : ObligationCommand;
}
