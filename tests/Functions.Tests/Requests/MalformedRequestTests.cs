using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Requests;

/// <summary>A request that is not valid is answered with the names of its wrong fields, and changes nothing.</summary>
public sealed class MalformedRequestTests(SharedApp shared, BodyFixture fixture) : IClassFixture<BodyFixture>
{
    private const int Limit = 128 * 1024;

    public static TheoryData<string> Operations => [.. BodyFixture.Operations.Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_malformed_body_is_refused_with_the_name_of_the_field(string id)
    {
        var operation = Operation(id);
        var before = await fixture.Learner.EverythingAsync();
        foreach (var malformation in Malformation.Of(operation, BodyFixture.ValidBody(operation)))
        {
            using var content = Json(malformation.Body);
            var reply = await fixture.SendAsync(operation, content);
            Assert.True(reply.Status == HttpStatusCode.BadRequest && reply.WrongFields() is [var only] && only == malformation.Field, $"{malformation}: {malformation.Field} is to be named by {reply}");
        }

        Assert.Equal(before, await fixture.Learner.EverythingAsync());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_body_that_is_too_large_is_refused_whether_or_not_its_length_is_told(string id)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('a', Limit)}\"}}");
        var before = await fixture.Learner.EverythingAsync();

        using var told = Json(body);
        (await fixture.SendAsync(Operation(id), told)).Problem(HttpStatusCode.RequestEntityTooLarge, "belgif:payloadTooLarge");
        using var untold = new StreamContent(new UnknownLength(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        (await fixture.SendAsync(Operation(id), untold)).Problem(HttpStatusCode.RequestEntityTooLarge, "belgif:payloadTooLarge");

        Assert.Equal(before, await fixture.Learner.EverythingAsync());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", null, "permitNumber=W-2026-0012345")]
    [InlineData("multipart/form-data; boundary=x", null, "--x\r\nContent-Disposition: form-data; name=\"permitNumber\"\r\n\r\nW-2026-0012345\r\n--x--")]
    [InlineData("text/xml", null, "<permitNumber>W-2026-0012345</permitNumber>")]
    [InlineData("application/json; charset=utf-16", null, "{\0\"\0p\0e\0r\0m\0i\0t\0N\0u\0m\0b\0e\0r\0\"\0:\0\"\0W\0\"\0}\0")]
    [InlineData("application/json", "gzip", "\u001f\u008b\b\0\0\0\0\0\0\u0003")]
    public async Task A_body_is_json_in_utf_8_whatever_its_headers_say_and_nothing_is_unpacked(string mediaType, string? encoding, string body)
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        Assert.Equal(["body"], (await fixture.SendAsync(Operation("QueryCompliance"), content)).WrongFields());
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_no_failure_of_the_app()
    {
        await using var app = await shared.StartAppAsync();
        var token = await app.Api.TokenAsync("dwewis", "dwewis");
        using (var client = new TcpClient(app.Address.Host, app.Address.Port))
        {
            await using var stream = client.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"POST /api/v1/compliance/query HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Length: 100\r\n\r\n{{\"permit"),
                TestContext.Current.CancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);

            // Until the server has hung up too.
            await stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        }

        await app.Clock.SettleAsync();
        Assert.True(app.Errors.Count == 0, app.Errors.Latest);
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        var body = new JsonObject { ["givenNames"] = 1, ["birthDate"] = "soon", ["nationality"] = "TR", ["email"] = "nobody", ["pet"] = "cat" };

        var wrong = (await shared.Api.PostAsync("/api/v1/me/partners", body, fixture.Learner.Token)).WrongFields();

        Assert.Equal(["birthDate", "email", "familyName", "givenNames", "pet"], wrong.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("passportNumber", "U1234567")]
    [InlineData("preferredLanguage", "tr")]
    public async Task A_partner_is_declared_with_what_the_contract_names_and_nothing_else(string name, string value)
    {
        var body = OpenApi.ExampleBody(Operation("DeclarePartner"));
        body[name] = value;

        Assert.Equal([name], (await shared.Api.PostAsync("/api/v1/me/partners", body, fixture.Learner.Token)).WrongFields());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "nationalNumber": "91051712352", "permitNumber": "W-2026-0012345" }""")]
    public async Task A_compliance_query_has_exactly_one_identifier(string body)
    {
        using var content = Json(Encoding.UTF8.GetBytes(body));

        Assert.Equal(["nationalNumber"], (await fixture.SendAsync(Operation("QueryCompliance"), content)).WrongFields());
    }

    [Theory]
    [InlineData("91051712353")]
    [InlineData("91131712352")]
    [InlineData("9105171235")]
    [InlineData("91.05.17-123.52")]
    public async Task A_national_number_has_the_right_form_and_check_digits(string number)
    {
        using var content = Json(Encoding.UTF8.GetBytes(new JsonObject { ["nationalNumber"] = number }.ToJsonString()));

        var reply = await fixture.SendAsync(Operation("QueryCompliance"), content);

        Assert.Equal(["nationalNumber"], reply.WrongFields());
        Assert.DoesNotContain(number, reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("english")]
    [InlineData("EN")]
    [InlineData("")]
    public async Task A_language_is_two_small_letters(string language)
    {
        var reply = await shared.Api.GetAsync("/api/v1/modules/basis?language=" + language, fixture.Learner.Token);

        Assert.Equal(["language"], reply.WrongFields());
        Assert.Equal("query", reply.Json["issues"]![0]!.AsObject().Text("in"));
    }

    private static ApiOperation Operation(string id) => BodyFixture.Operations.Single(operation => operation.Id == id);

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>A stream that can't tell how long it is, so that the request is sent in chunks.</summary>
    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
