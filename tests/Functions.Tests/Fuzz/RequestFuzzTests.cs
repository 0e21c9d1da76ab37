using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Fuzz;

/// <summary>Mutated requests through the HTTP door of a running app: well-formed HTTP with strange content, and HTTP with wrong bytes.</summary>
public sealed class RequestFuzzTests(SharedApp shared, ITestOutputHelper output)
{
    private const int AtOnce = 16;

    /// <summary>Inputs between two looks at the memory.</summary>
    private const int StretchLength = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string[] StrangeSegments = ["%0d%0a", "..%2f", "%ff", "%E2%80%AE", "'", "(", "{0}", "a/b", "*", "file", "%25", "%F0%9F%A7%91", "basis%20", "BASIS", "%5c"];

    private static readonly string[] StrangeHeaders =
    [
        "", ",", ";", "*", "*/*;q=2", "nl;q=x", "de-DE-1996,,;q=0.1", "application/json;charset=klingon", "application/pdf;q=0, */*", "text/plain; boundary=", "W/\"", "q=0",
        "Bearer", "Bearer ", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0..", "Basic !!", "198.51.100.7, x, ::1", "[::1", "0", "-1", "99999999999999999999", "gzip, br",
    ];

    private static readonly string[] HeaderNames = ["Accept", "Accept-Language", "Accept-Encoding", "Authorization", "X-Forwarded-For", "X-Forwarded-Proto", "Idempotency-Key", "If-Match", "Content-Type", "Content-Language", "Expect", "Range", "Origin", "Traceparent"];

    [Fact]
    public async Task No_request_makes_the_app_fail()
    {
        var plan = FuzzPlan.Read();
        output.WriteLine($"{plan}");
        await using var app = await shared.StartAppAsync();
        var learner = await Learner.InGhentAsync(app);
        var attempt = await learner.OpenAttemptAsync();
        var target = new Target(app, learner, attempt.Text("attemptId"), await learner.PersonIdAsync(), await TokensAsync(app, learner));
        var (memory, statuses, count) = (new MemoryTrend(), new ConcurrentDictionary<int, int>(), plan.Count / 2);
        for (var first = 0; first < count; first += StretchLength)
        {
            // Not in step: one that waits for an answer which does not come holds up no other.
            await Parallel.ForEachAsync(
                Enumerable.Range(first, Math.Min(StretchLength, count - first)),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
                async (input, _) =>
                {
                    // Inputs of the two tests differ.
                    var random = plan.Of(~input);
                    try
                    {
                        var status = random.Next(2) == 0 ? await SendAsync(target, random) : await SendRawAsync(target, random);
                        statuses.AddOrUpdate(status, 1, (_, found) => found + 1);
                    }
                    catch (Exception exception)
                    {
                        throw new InvalidOperationException(FormattableString.Invariant($"{plan}, input {input}: {exception.Message}"), exception);
                    }
                });
            memory.Look(first + StretchLength, count);
        }

        output.WriteLine(FormattableString.Invariant($"{count} requests: {string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}"))}; memory {memory}"));
        Assert.True(app.Errors.Count == 0, $"{plan}: {app.Errors.Latest}");
        await StoredFiles.CheckAsync(app);
        (await app.Api.GetAsync("/api/v1/me/data", learner.Token)).With(HttpStatusCode.OK);
        Assert.True(statuses.GetValueOrDefault(200) > count / 50 && statuses.GetValueOrDefault(400) > count / 10, "Too few of one kind for the run to mean anything.");
        if (plan.IsLong)
        {
            memory.AssertFlat();
        }
    }

    private static async Task<int> SendAsync(Target target, Random random)
    {
        var operation = OpenApi.Operations[random.Next(OpenApi.Operations.Count)];
        var path = target.Path(operation);
        if (random.Next(3) == 0)
        {
            var segments = path.Split('/');
            segments[random.Next(1, segments.Length)] = StrangeSegments[random.Next(StrangeSegments.Length)];
            path = string.Join('/', segments);
        }

        if (random.Next(3) == 0)
        {
            path += "?" + (random.Next(2) == 0 ? "language=" : "x[]&y=") + StrangeSegments[random.Next(StrangeSegments.Length)];
        }

        using var request = new HttpRequestMessage(new HttpMethod(random.Next(20) == 0 ? "PATCH" : operation.Method), path);
        if (operation.TakesBody || random.Next(20) == 0)
        {
            var body = target.Body(operation);
            request.Content = new ByteArrayContent(random.Next(8) == 0 ? body : Mutation.Of(body, target.Bodies, random));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + target.Token(operation));
        for (var i = random.Next(3); i > 0; i--)
        {
            var (name, value) = (HeaderNames[random.Next(HeaderNames.Length)], StrangeHeaders[random.Next(StrangeHeaders.Length)]);
            HttpHeaders? headers = name.StartsWith("Content-", StringComparison.Ordinal) ? request.Content?.Headers : request.Headers;
            headers?.Remove(name);
            headers?.TryAddWithoutValidation(name, value);
        }

        // It also holds the answer against openapi.yaml.
        return (int)(await target.App.Api.SendAsync(request)).Status;
    }

    /// <returns>The status; 0 where the server gave none.</returns>
    private static async Task<int> SendRawAsync(Target target, Random random)
    {
        var operation = OpenApi.Operations[random.Next(OpenApi.Operations.Count)];
        var body = operation.TakesBody ? target.Body(operation) : [];
        var head = FormattableString.Invariant(
            $"{operation.Method} {target.Path(operation)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {target.Token(operation)}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        var bytes = Mutation.OfBytes([.. Encoding.ASCII.GetBytes(head), .. body], target.Bodies, random);
        using var client = new TcpClient();
        await client.ConnectAsync(target.App.Address.Host, target.App.Address.Port, TestContext.Current.CancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var stream = client.GetStream();
            await stream.WriteAsync(bytes, patience.Token);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var answer = await reader.ReadToEndAsync(patience.Token);
            if (answer.Length == 0)
            {
                return 0;
            }

            var status = int.Parse(answer.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);

            // 505 is the right answer to another version of HTTP.
            Assert.True(status is < 500 or 505, $"{Encoding.Latin1.GetString(bytes)}\n\n{answer}\n{target.App.Errors.Latest}");
            return status;
        }
        catch (Exception exception) when (exception is IOException or SocketException || patience.IsCancellationRequested)
        {
            // It hung up, or waits for the rest of a request that has become longer.
            return 0;
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> TokensAsync(RunningApp app, Learner learner) => new Dictionary<string, string>
    {
        ["learner"] = learner.Token,
        ["case-officer"] = await app.Api.OfficerAsync("amal"),
        ["enforcement-officer"] = await app.Api.TokenAsync("enforcement-officer", "fuzz"),
        ["dwewis"] = await app.Api.TokenAsync("dwewis", "fuzz"),
        ["operator"] = await app.Api.TokenAsync("operator", "fuzz"),
    };

    private sealed record Target(RunningApp App, Learner Learner, string AttemptId, string PersonId, IReadOnlyDictionary<string, string> Tokens)
    {
        public IReadOnlyList<byte[]> Bodies { get; } = [.. OpenApi.Operations.Where(operation => operation.TakesBody).Select(operation => Encoding.UTF8.GetBytes(OpenApi.ExampleBody(operation).ToJsonString()))];

        public byte[] Body(ApiOperation operation) => operation.TakesBody ? Encoding.UTF8.GetBytes(OpenApi.ExampleBody(operation).ToJsonString()) : Bodies[0];

        public string Path(ApiOperation operation) => operation.PathWith(("attemptId", AttemptId), ("personId", PersonId));

        public string Token(ApiOperation operation) => Tokens[operation.Roles.Count == 0 ? "learner" : operation.Roles[0]];
    }
}
