using System.Text.Json.Nodes;

namespace Inburgering.Functions.Tests.Contracts;

/// <summary>The samples of the contracts, against the schemas and against the running app.</summary>
public sealed class SampleTests(AppFixture app)
{
    private static readonly string[] Handled =
    [
        "be.vlaanderen.wewis.permit.v1.granted",
        "be.rijksregister.residence.v1.registered",
    ];

    public static TheoryData<string, string> All() => Rows(ContractFiles.Samples());

    public static TheoryData<string, string> Taken() => Rows(ContractFiles.Samples().Where(sample => Handled.Contains(sample.Type)));

    public static TheoryData<string, string> NotYet() => Rows(ContractFiles.Samples().Where(sample =>
        !Handled.Contains(sample.Type)
        && !sample.Type.StartsWith("be.vlaanderen.inburgering.", StringComparison.Ordinal)
        && !sample.Type.StartsWith("be.vlaanderen.abb.", StringComparison.Ordinal)
        && sample.Type is not ("be.vlaanderen.letters.v1.posted" or "be.vlaanderen.letters.v1.delivered")));

    public static TheoryData<string, string> Wrong() => Rows(ContractFiles.WrongSamples());

    [Theory]
    [MemberData(nameof(All))]
    public Task A_sample_holds_to_its_schema(string type, string file) => ContractFiles.AssertValidAsync(type, Read("samples", type, file));

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task A_sample_of_a_handled_type_is_taken(string type, string file) =>
        Assert.Null((await app.SendAsync(ContractFiles.QueueOf(type), Read("samples", type, file)))?.ToJsonString());

    [Theory]
    [InlineData("be.vlaanderen.letters.v1.posted")]
    [InlineData("be.vlaanderen.letters.v1.delivered")]
    public async Task A_letter_sample_is_taken_for_a_letter_that_exists(string type)
    {
        var newcomer = new Newcomer();
        await app.SendAsync("registry-registrations", newcomer.Registered().ToJsonString());
        var letter = Assert.Single(await app.OutgoingAsync("letters", "letter.requested", body => body.ToJsonString().Contains(newcomer.Details()["familyName"]!.GetValue<string>(), StringComparison.Ordinal)));
        foreach (var (_, file) in ContractFiles.Samples().Where(sample => sample.Type == type))
        {
            var sample = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
            sample["id"] = Guid.NewGuid().ToString();
            sample["data"]!["letterId"] = letter["data"]!["letterId"]!.GetValue<string>();
            Assert.Null((await app.SendAsync("letter-receipts", sample.ToJsonString()))?.ToJsonString());
        }
    }

    [Theory]
    [MemberData(nameof(NotYet))]
    public async Task A_sample_of_a_type_to_come_is_recognised_and_kept_aside(string type, string file)
    {
        var deadLetter = await app.SendAsync(ContractFiles.QueueOf(type), Read("samples", type, file));
        Assert.Equal("notYetSupported", deadLetter?["deadLetterReason"]?.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_sample_is_refused_for_the_reason_and_the_field_beside_it(string type, string file)
    {
        var body = Read("samples/wrong", type, file);
        var expected = (await File.ReadAllTextAsync(Path.ChangeExtension(Path.Combine(ContractFiles.Folder, "samples/wrong", type, file), ".reason"), TestContext.Current.CancellationToken)).Trim().Split(' ');
        if (body.Length == 0)
        {
            // The door itself refuses an empty message: there is nothing to put aside.
            using var refused = await app.Http.PostAsync($"/local/servicebus/{ContractFiles.QueueOf(type)}/messages", new StringContent(string.Empty), TestContext.Current.CancellationToken);
            Assert.Equal(400, (int)refused.StatusCode);
            return;
        }

        var deadLetter = await app.SendAsync(ContractFiles.QueueOf(type), body);
        Assert.Equal(expected[0], deadLetter?["deadLetterReason"]?.GetValue<string>());
        Assert.Contains(expected[1], deadLetter!["deadLetterErrorDescription"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static string Read(string folder, string type, string file) => File.ReadAllText(Path.Combine(ContractFiles.Folder, folder, type, file));

    private static TheoryData<string, string> Rows(IEnumerable<(string Type, string File)> samples)
    {
        var rows = new TheoryData<string, string>();
        foreach (var (type, file) in samples)
        {
            rows.Add(type, Path.GetFileName(file));
        }

        return rows;
    }
}
