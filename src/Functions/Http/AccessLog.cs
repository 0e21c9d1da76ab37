using System.Diagnostics.Metrics;
using Inburgering.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Http;

/// <summary>
/// The audit trail of what changes no file, refusals and pages of lists: one log event each, of refusals one count. Accounts and files appear as keyed hash and random id,
/// so that the log tells nobody's identity to those who may not ask.
/// </summary>
internal sealed partial class AccessLog(ILogger<AccessLog> logger, IMeterFactory meters, IndexKeys keys)
{
    public const string MeterName = "Inburgering.Access";

    private readonly Counter<long> refusals = meters.Create(MeterName).CreateCounter<long>("inburgering.access.refusals", "{refusal}", "Requests that were refused.");

    /// <param name="signedIn">Who was refused; <see langword="null"/> where nobody had signed in.</param>
    /// <param name="reason">The last part of the problem's type.</param>
    public void Refused(string function, SignedIn? signedIn, string reason)
    {
        refusals.Add(1, new("function", function), new("reason", reason));
        if (signedIn is null)
        {
            LogRefused(function, reason);
        }
        else
        {
            LogRefusedAccount(function, reason, KeyOf(signedIn.Issuer, signedIn.Subject), string.Join(' ', signedIn.Roles));
        }
    }

    /// <summary>Somebody may call the function, but not about this file, or there is no such file.</summary>
    public void FileRefused(string function, Caller caller, string file)
    {
        refusals.Add(1, new("function", function), new("reason", "notTheirs"));
        LogFileRefused(function, KeyOf(caller.Issuer, caller.Subject), caller.Role, file);
    }

    /// <summary>A page of a list was shown: whose lines stood on it. A line of a list is no look into a file, and leaves none there.</summary>
    public void Listed(string function, Caller caller, IEnumerable<string> files) =>
        LogListed(function, KeyOf(caller.Issuer, caller.Subject), caller.Role, string.Join(' ', files));

    private string KeyOf(string issuer, string subject) => keys.Account(issuer, subject).Hash;

    [LoggerMessage(EventId = 4010, EventName = "AccessRefused", Level = LogLevel.Information, Message = "{Function} refused a caller: {Reason}.")]
    private partial void LogRefused(string function, string reason);

    [LoggerMessage(EventId = 4030, EventName = "AccountRefused", Level = LogLevel.Warning, Message = "{Function} refused account {Account} with roles '{Roles}': {Reason}.")]
    private partial void LogRefusedAccount(string function, string reason, string account, string roles);

    [LoggerMessage(EventId = 2000, EventName = "FilesListed", Level = LogLevel.Information, Message = "{Function} showed account {Account} as {Role} a line of: {Files}.")]
    private partial void LogListed(string function, string account, string role, string files);

    [LoggerMessage(EventId = 4040, EventName = "FileRefused", Level = LogLevel.Warning, Message = "{Function} refused account {Account} as {Role} the file {File}: not theirs, or not there.")]
    private partial void LogFileRefused(string function, string account, string role, string file);
}

internal static class ListedFiles
{
    /// <summary>Notes whose lines an answer shows, for the access log.</summary>
    public static void NoteListed(this HttpRequest request, string function, IEnumerable<string> files) =>
        request.HttpContext.RequestServices.GetRequiredService<AccessLog>().Listed(function, request.Caller(), files);
}
