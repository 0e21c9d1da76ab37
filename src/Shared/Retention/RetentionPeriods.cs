using Inburgering.Policies;

namespace Inburgering.Retention;

/// <summary>How long what is held about somebody is kept (policy; docs/privacy.md).</summary>
/// <param name="NeverArrived">The file of somebody who never registered, after the last permit that was granted.</param>
/// <param name="Wallonia">The file of somebody who lives in Wallonia, after they settled there.</param>
/// <param name="AttemptDetail">Questions and answers of tests, after the case closed.</param>
/// <param name="Proof">The proof of successful participation, after it was issued.</param>
/// <param name="Audit">The audit trail, and with it whatever has no shorter term, after the last act.</param>
public sealed record RetentionPeriods(Period NeverArrived, Period Wallonia, Period AttemptDetail, Period Proof, Period Audit);
