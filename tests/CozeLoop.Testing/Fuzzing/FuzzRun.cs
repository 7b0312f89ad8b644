using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>
/// Sends the requests of a run to a running product and keeps what must not be: answers of 5xx, and requests without an answer.
/// </summary>
public sealed class FuzzRun(Uri address, string secretKey, FuzzRequests requests)
{
    private const int Workers = 8,
        MaxFaults = 50,
        ReadBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly ConcurrentQueue<FuzzFault> _faults = new();
    private readonly ConcurrentDictionary<(string Operation, int Status), int> _answers = new();
    private int _sent;

    /// <summary>The first of them, in order of arrival.</summary>
    public IReadOnlyList<FuzzFault> Faults => [.. _faults];

    public int Sent => _sent;

    /// <summary>How many answers of each status class: <c>2xx 812, 4xx 1204</c>.</summary>
    public string Summary =>
        string.Join(", ", _answers.GroupBy(a => a.Key.Status / 100).OrderBy(g => g.Key).Select(g => $"{g.Key}xx {g.Sum(a => a.Value)}"));

    /// <summary>Operations that no request got through to: their checks were met, and nothing behind them.</summary>
    public IReadOnlyList<string> NeverReached =>
        [
            .. requests
                .Operations.Select(o => o.ToString())
                .Distinct()
                .Where(o => !_answers.Keys.Any(k => k.Operation == o && k.Status < 400))
                .Order(StringComparer.Ordinal),
        ];

    /// <param name="until">No request is begun after it is cancelled.</param>
    public async Task SendAsync(int from, int count, CancellationToken until)
    {
        using var http = Client();
        int next = from - 1;
        await Task.WhenAll(
            Enumerable
                .Range(0, Workers)
                .Select(async _ =>
                {
                    while (
                        Interlocked.Increment(ref next) is var number
                        && number < from + count
                        && !until.IsCancellationRequested
                        && _faults.Count < MaxFaults
                    )
                    {
                        await SendAsync(http, requests.Make(number));
                    }
                })
        );
    }

    private async Task SendAsync(HttpClient http, FuzzRequest request)
    {
        using var message = Message(request);
        using var limit = new CancellationTokenSource(Patience);
        Interlocked.Increment(ref _sent);
        try
        {
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            int status = (int)answer.StatusCode;
            _answers.AddOrUpdate((request.Operation.ToString(), status), 1, (_, n) => n + 1);
            string body = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await ReadAsync(answer, limit.Token);
            if (status >= 500 && !IsDocumented(status, answer))
                _faults.Enqueue(new FuzzFault(request, $"{status} {body}"));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            _faults.Enqueue(new FuzzFault(request, $"no answer: {e.GetType().Name} {e.Message} {e.InnerException?.Message}"));
        }
    }

    /// <summary>A limit that is full says when to come again; everything else of 5xx is a fault.</summary>
    private static bool IsDocumented(int status, HttpResponseMessage answer) => status == 503 && answer.Headers.RetryAfter is not null;

    private HttpRequestMessage Message(FuzzRequest request)
    {
        var uri = new Uri(
            address.GetLeftPart(UriPartial.Authority) + request.Path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        var message = new HttpRequestMessage(new HttpMethod(request.Operation.Method), uri);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body.Bytes);
            if (body.ContentType.Length > 0)
                message.Content.Headers.TryAddWithoutValidation("Content-Type", Sendable(body.ContentType));
        }
        foreach (var (name, value) in request.Headers)
        {
            if (name == "Content-Encoding")
                message.Content?.Headers.TryAddWithoutValidation(name, Sendable(value));
            else
                message.Headers.TryAddWithoutValidation(name, Sendable(value));
        }
        if (!message.Headers.Contains("Authorization"))
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secretKey);
        return message;
    }

    // What a header cannot carry ends the connection on this side already.
    private static string Sendable(string value) => new([.. value.Where(c => c is not ('\r' or '\n' or '\0') && c <= '\u00ff')]);

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        byte[] buffer = new byte[ReadBytes];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, Math.Min(length, 2000));
    }

    private static HttpClient Client() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                MaxConnectionsPerServer = Workers,
                RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
                ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
}

/// <summary>A request that was answered as none may be.</summary>
public sealed record FuzzFault(FuzzRequest Request, string Answer)
{
    public override string ToString() => $"{Request}\n  => {Answer}";
}
