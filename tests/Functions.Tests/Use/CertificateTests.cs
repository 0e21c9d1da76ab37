using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>The proof of successful participation, for its holder and for anyone.</summary>
public sealed class CertificateTests(SharedApp shared, CertificateTests.Holder holder) : IClassFixture<CertificateTests.Holder>
{
    [Fact]
    public async Task There_is_none_before_the_last_module_is_passed()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        await learner.PassAsync("basis");
        await learner.PassAsync("rights-duties");

        (await shared.Api.GetAsync("/api/v1/me/certificate", learner.Token, "application/json")).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        Assert.False((await learner.MeAsync()).ContainsKey("certificate"));
        Assert.Equal(["labour-rights"], (await learner.MeAsync()).Part("obligation").Texts("remainingModules"));
    }

    [Theory]
    [InlineData(null, "application/pdf")]
    [InlineData("*/*", "application/pdf")]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("application/*", "application/pdf")]
    [InlineData("application/json, application/pdf", "application/pdf")]
    [InlineData("application/json;q=0.5, */*", "application/pdf")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, */*;q=0.5", "application/json")]
    [InlineData("application/json;q=0.2, application/pdf;q=0.1", "application/json")]
    [InlineData("text/html, application/json;q=0.9", "application/json")]
    [InlineData("application/pdf;q=0, */*;q=0.1", "application/json")]
    public async Task It_is_a_pdf_or_json_by_accept(string? accept, string mediaType)
    {
        var reply = (await shared.Api.GetAsync("/api/v1/me/certificate", holder.Learner.Token, accept)).With(HttpStatusCode.OK);

        Assert.Equal(mediaType, reply.MediaType);
        if (mediaType == "application/pdf")
        {
            Assert.Equal("%PDF-", Encoding.ASCII.GetString(reply.Bytes[..5]));
        }
        else
        {
            Assert.Equal(holder.Learner.Person.Name, reply.Json.Text("holderName"));
        }
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/png, text/*;q=0.5")]
    public async Task Another_form_is_not_to_be_had(string accept) =>
        (await shared.Api.GetAsync("/api/v1/me/certificate", holder.Learner.Token, accept)).Problem(HttpStatusCode.NotAcceptable, "belgif:notAcceptable");

    [Fact]
    public async Task It_says_who_when_and_what()
    {
        var certificate = await holder.CertificateAsync();

        Assert.Equal(holder.Learner.Person.Name, certificate.Text("holderName"));
        Assert.Equal("2026-03-02", certificate.Text("issuedOn"));
        Assert.Equal(Learner.CompulsoryModules, certificate.Texts("modules"));
        Assert.Equal(certificate.Text("verificationCode"), (await holder.Learner.MeAsync()).Part("certificate").Text("verificationCode"));
    }

    [Fact]
    public async Task Anyone_checks_it_by_its_code_however_that_is_typed()
    {
        var code = (await holder.CertificateAsync()).Text("verificationCode");
        string[] typed = [code, code.ToLowerInvariant(), code.Replace("-", "", StringComparison.Ordinal), code.Replace("-", "%20", StringComparison.Ordinal), code.Replace('0', 'o').Replace('1', 'i')];

        foreach (var asTyped in typed)
        {
            var check = (await shared.Api.GetAsync("/api/v1/certificates/" + asTyped)).With(HttpStatusCode.OK).Json;

            Assert.Equal(["holderName", "issuedOn", "modules", "status"], check.Select(member => member.Key).Order(StringComparer.Ordinal));
            Assert.Equal(("valid", holder.Learner.Person.Name), (check.Text("status"), check.Text("holderName")));
        }
    }

    [Theory]
    [InlineData("7K9Q-X2M4-TDVW-3HR8")]
    [InlineData("nonsense")]
    [InlineData("%23%3F%5C")]
    [InlineData("-")]
    public async Task An_unknown_code_is_not_there(string code) =>
        (await shared.Api.GetAsync("/api/v1/certificates/" + code)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");

    [Fact]
    public async Task DWEWIS_hears_of_one_who_passed_before_arrival_as_fulfilled()
    {
        Assert.Equal("fulfilled", await shared.Api.ComplianceAsync("permitNumber", holder.Learner.Person.PermitNumber));
        var told = await shared.Messages.SoonSentAsync("dwewis", "compliance.changed", sent => sent.OptionalText("permitNumber") == holder.Learner.Person.PermitNumber);
        Assert.Equal("fulfilled", told.Text("status"));
    }

    [Fact]
    public async Task One_that_is_taken_back_is_told_as_revoked_to_anyone_and_with_the_reason_to_its_holder()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        await learner.PassAllAsync();
        var certificate = (await shared.Api.GetAsync("/api/v1/me/certificate", learner.Token, "application/json")).Json;
        var (personId, code) = (await learner.PersonIdAsync(), certificate.Text("verificationCode"));
        var path = $"/api/v1/cases/{personId}/certificate-revocations";
        var body = new JsonObject { ["verificationCode"] = code, ["reason"] = "Somebody else sat the test.", ["modulesToRedo"] = new JsonArray("basis") };

        (await shared.Api.PostAsync(path, body.DeepClone(), await shared.Api.OfficerAsync("atlas"))).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        Assert.Equal("valid", (await shared.Api.GetAsync("/api/v1/certificates/" + code)).Json.Text("status"));
        var revoked = (await shared.Api.PostAsync(path, body.DeepClone(), await shared.Api.OfficerAsync("agii"))).With(HttpStatusCode.Created).Json;

        Assert.Equal((code, "2026-03-02"), (revoked.Text("verificationCode"), revoked.Text("revokedOn")));
        var check = (await shared.Api.GetAsync("/api/v1/certificates/" + code)).With(HttpStatusCode.OK).Json;
        Assert.Equal(["holderName", "issuedOn", "modules", "status"], check.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal("revoked", check.Text("status"));
        (await shared.Api.GetAsync("/api/v1/me/certificate", learner.Token, "application/json")).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        var me = await learner.MeAsync();
        Assert.Equal("Somebody else sat the test.", me["revokedCertificates"]![0]!.AsObject().Text("reason"));
        Assert.Equal(["basis"], me.Part("obligation").Texts("remainingModules"));
        Assert.Contains("certificateRevoked", await learner.EverythingAsync(), StringComparison.Ordinal);

        await learner.PassAsync("basis");
        var again = (await shared.Api.GetAsync("/api/v1/me/certificate", learner.Token, "application/json")).With(HttpStatusCode.OK).Json;
        Assert.NotEqual(code, again.Text("verificationCode"));
        Assert.Equal("valid", (await shared.Api.GetAsync("/api/v1/certificates/" + again.Text("verificationCode"))).Json.Text("status"));
        (await shared.Api.PostAsync(path, new JsonObject { ["verificationCode"] = "0000-0000-0000-0000", ["reason"] = "x", ["modulesToRedo"] = new JsonArray() }, await shared.Api.OfficerAsync("agii")))
            .Problem(HttpStatusCode.Conflict, "inburgering:noSuchCertificate");
    }

    /// <summary>A learner who has passed everything before arrival.</summary>
    public sealed class Holder(SharedApp shared) : IAsyncLifetime
    {
        private Learner? learner;

        internal Learner Learner => learner!;

        public async ValueTask InitializeAsync()
        {
            learner = await Learner.AbroadAsync(shared.App);
            await learner.PassAllAsync();
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        internal async Task<JsonObject> CertificateAsync() =>
            (await shared.Api.GetAsync("/api/v1/me/certificate", Learner.Token, "application/json")).With(HttpStatusCode.OK).Json;
    }
}
