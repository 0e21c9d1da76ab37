using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inburgering.Commands.Doors;

/// <summary>
/// The public doors of a running copy: API, token door, clock, messages and documents, as the contracts describe them.
/// Knows nothing of the app behind them.
/// </summary>
internal sealed class PublicDoors : IDisposable
{
    private const int MostRateLimitedTries = 20;
    private readonly Uri _baseAddress;
    private readonly Dictionary<Account, string> _tokens = [];
    private HttpClient _http;

    /// <param name="baseAddress">For example <c>http://localhost:7071</c>.</param>
    public PublicDoors(Uri baseAddress)
    {
        _baseAddress = baseAddress;
        _http = Connect();
        Clock = new ClockDoor(this);
        Messages = new MessageDoor(this);
    }

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public ClockDoor Clock { get; }

    public MessageDoor Messages { get; }

    /// <summary>Forgets connections and tokens, after the copy behind the doors was started again.</summary>
    public void Reconnect()
    {
        _http.Dispose();
        _http = Connect();
        ForgetTokens();
    }

    /// <summary>Tokens live by the movable clock: after a move each account signs in again.</summary>
    public void ForgetTokens() => _tokens.Clear();

    public Task<Answer> GetAsync(string path, Account? account = null, string? accept = null) =>
        SendAsync(HttpMethod.Get, path, body: null, account, accept);

    public Task<Answer> PostAsync(string path, object? body, Account? account = null) =>
        SendAsync(HttpMethod.Post, path, body, account);

    public Task<Answer> PutAsync(string path, object? body, Account? account = null) =>
        SendAsync(HttpMethod.Put, path, body, account);

    /// <summary>Asks DWEWIS's question about one person.</summary>
    /// <param name="query">An object with <c>nationalNumber</c> or <c>permitNumber</c>.</param>
    public async Task<ComplianceAnswer> ComplianceAsync(object query) =>
        (await PostAsync("api/v1/compliance/query", query, Account.Dwewis)).As<ComplianceAnswer>();

    /// <summary>Reads the document that a blob address without signature names, at its local place.</summary>
    public Task<Answer> DocumentAsync(string blobUrl)
    {
        var path = new Uri(blobUrl).AbsolutePath;
        // The emulator's account is the first segment of the path; on Azure it is in the host name. Or the local place is named itself.
        foreach (var prefix in (string[])["/devstoreaccount1/", "/local/documents/"])
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
            {
                return GetAsync($"local/documents/{path[prefix.Length..]}");
            }
        }

        return GetAsync($"local/documents{path}");
    }

    /// <summary>Sends one request; waits as <c>Retry-After</c> asks when the rate limit is met.</summary>
    /// <param name="body">An object to be written as JSON, a string to be sent as it is, or nothing.</param>
    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        Account? account = null,
        string? accept = null,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        var token = account is null ? null : await TokenAsync(account);
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = Content(body) };
            request.Headers.Accept.ParseAdd(accept ?? "application/json, application/problem+json, */*;q=0.5");
            if (token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            foreach (var (name, value) in headers ?? new Dictionary<string, string>())
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await _http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.TooManyRequests && tries < MostRateLimitedTries)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                continue;
            }

            return new Answer(
                $"{method} /{path}",
                response.StatusCode,
                response.Content.Headers.ContentType?.MediaType,
                await response.Content.ReadAsByteArrayAsync());
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpContent? Content(object? body) => body switch
    {
        null => null,
        string text => new StringContent(text, Encoding.UTF8, "application/json"),
        _ => JsonContent.Create(body, body.GetType(), options: Json),
    };

    private HttpClient Connect() => new()
    {
        BaseAddress = _baseAddress,
        // A clock that moves by months answers only once all that was due has been lived.
        Timeout = TimeSpan.FromMinutes(5),
    };

    private async Task<string> TokenAsync(Account account)
    {
        if (!_tokens.TryGetValue(account, out var token))
        {
            var answer = (await PostAsync("local/oidc/token", account)).As<TokenAnswer>();
            _tokens[account] = token = answer.AccessToken;
        }

        return token;
    }

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
