using System.Net;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Inburgering.Functions.Tests.Use;

namespace Inburgering.Functions.Tests.Access;

/// <summary>Two files of two agencies, each with a letter, a test and a certificate, and whoever might want to see them.</summary>
public sealed class AccessFixture(SharedApp shared) : IAsyncLifetime
{
    private const string Nobodys = "nobodyhasthisone";

    private readonly Dictionary<string, (string Own, string Others, string Missing)> ids = new()
    {
        // Content, which is everyone's.
        ["moduleId"] = ("labour-rights", "labour-rights", Nobodys),
        ["sectionId"] = ("the-contract", "the-contract", Nobodys),
    };

    internal Learner Own { get; private set; } = null!;

    internal Learner Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (Own, Other) = (await Learner.AbroadAsync(shared.App), await Learner.AbroadAsync(shared.App));
        await Task.WhenAll(Own.PassAllAsync(), Other.PassAllAsync());
        await Task.WhenAll(Own.RegisterAsync(IncomingMessages.Ghent), Other.RegisterAsync(IncomingMessages.Antwerp));
        ids["sectionId"] = ((await Own.SectionsAsync("labour-rights"))[0], ids["sectionId"].Others, Nobodys);
        ids["personId"] = (await Own.PersonIdAsync(), await Other.PersonIdAsync(), Nobodys);
        ids["letterId"] = ((await Own.LetterAsync("confirmation")).Text("letterId"), (await Other.LetterAsync("confirmation")).Text("letterId"), Nobodys);
        ids["attemptId"] = (await AttemptIdAsync(Own), await AttemptIdAsync(Other), Nobodys);
        ids["candidateId"] = (await MatchTests.WaitingAsync(shared, IncomingMessages.Ghent, "amal"), await MatchTests.WaitingAsync(shared, IncomingMessages.Antwerp, "atlas"), Nobodys);
        ids["verificationCode"] = (await CodeAsync(Own), await CodeAsync(Other), "0000-0000-0000-0000");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Whether the operation is about a file that its path names.</summary>
    internal static bool NamesFile(ApiOperation operation) => operation.Parameters.Any(name => name is not ("moduleId" or "sectionId" or "verificationCode"));

    /// <summary>The operation's path, with the ids of the situation.</summary>
    internal string Path(ApiOperation operation, string situation) => operation.PathWith([.. operation.Parameters.Select(name =>
    {
        var (own, others, missing) = ids.TryGetValue(name, out var known) ? known : throw new InvalidOperationException($"{operation.Id}: say here what {name} is one's own, another's and nobody's.");
        return (name, situation switch { AccessCell.Others => others, AccessCell.Missing => missing, _ => own });
    })]);

    /// <summary>A token in a role, of whom the files in <see cref="AccessCell.Own"/> belong to.</summary>
    internal async Task<string> TokenAsync(string role) => role switch
    {
        "learner" => Own.Token,
        "case-officer" => await shared.Api.OfficerAsync("amal"),
        _ => await shared.Api.TokenAsync(role, "access-" + role),
    };

    private async Task<string> AttemptIdAsync(Learner learner) =>
        (await shared.Api.GetAsync("/api/v1/me/data", learner.Token)).With(HttpStatusCode.OK).Json["attempts"]![0]!.AsObject().Text("attemptId");

    private async Task<string> CodeAsync(Learner learner) =>
        (await shared.Api.GetAsync("/api/v1/me/certificate", learner.Token, "application/json")).With(HttpStatusCode.OK).Json.Text("verificationCode");
}
