using System.Security.Cryptography;
using System.Text;
using CozeLoop.Platform.Threading;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Prometheus;

namespace CozeLoop.Platform.Telemetry;

/// <summary>
/// <c>/metrics</c>, in Prometheus' text form. Collected once a second at most, however many ask: it reads the queues. It tells no names of
/// people, models or prompts; who wants it closed anyway sets <see cref="Setting"/>.
/// </summary>
internal sealed class MetricsPage(IConfiguration configuration, TimeProvider time)
{
    /// <summary>The token that Prometheus must send; without it anyone who reaches the port reads the figures.</summary>
    public const string Setting = "COZELOOP_METRICS_TOKEN";

    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly byte[]? _expected = configuration[Setting] is { Length: > 0 } token ? Encoding.UTF8.GetBytes($"Bearer {token}") : null;
    private readonly SingleFlight<string, Page> _collecting = new();
    private Page? _last;

    private sealed record Page(byte[] Text, DateTimeOffset At);

    public async Task<IResult> ReadAsync(HttpContext http, CancellationToken ct)
    {
        byte[] sent = Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString());
        if (_expected is not null && !CryptographicOperations.FixedTimeEquals(sent, _expected))
        {
            return Problem.Of(401, "unauthorized", $"Send the value of {Setting} as `Authorization: Bearer …`.");
        }
        var page = Volatile.Read(ref _last);
        if (page is null || time.GetUtcNow() - page.At >= Fresh)
            page = await _collecting.RunAsync("", CollectAsync, ct);
        return TypedResults.Bytes(page.Text, ContentType);
    }

    private async Task<Page> CollectAsync()
    {
        using var text = new MemoryStream();
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(text);
        var page = new Page(text.ToArray(), time.GetUtcNow());
        Volatile.Write(ref _last, page);
        return page;
    }
}
