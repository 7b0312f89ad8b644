using System.Globalization;
using System.Text.RegularExpressions;
using CozeLoop.Testing;

namespace CozeLoop.Bench;

/// <summary>The load generator and the peer, which live beside the checkout.</summary>
internal static partial class Tools
{
    public const string Absent = "the folder shared/tools beside the checkout is absent";

    public static string? Blast => SharedFolder.Find("tools/otlpblast/otlpblast");
    public static string? Jaeger => SharedFolder.Find("tools/jaeger");

    /// <summary>Spans of each trace that the generator makes.</summary>
    public const int SpansPerTrace = 4;

    /// <summary>Sends realistic spans with the generator's default settings, as fast as they are acknowledged or at <paramref name="rate"/>
    /// a second.</summary>
    /// <returns>From the first request to the last answer; the payloads were made before.</returns>
    /// <exception cref="InvalidOperationException">It failed, or not every span was acknowledged.</exception>
    public static async Task<TimeSpan> BlastAsync(Uri url, int spans, string? key, int rate = 0, CancellationToken ct = default)
    {
        var result = await RunAsync(url, spans, key, ["-rate", Text(rate)], ct);
        return result.Acknowledged == spans
            ? result.Took
            : throw new InvalidOperationException($"Of {spans} spans {result.Acknowledged} were acknowledged and {result.Failed} failed.");
    }

    /// <summary>The same through an outage: a request that fails is counted and not sent again.</summary>
    /// <param name="batch">Spans a request.</param>
    /// <param name="idsFile">Gets the ids of the acknowledged traces, one a line.</param>
    public static Task<LoadResult> LoadAsync(
        Uri url,
        int spans,
        string key,
        int rate,
        int batch,
        string idsFile,
        CancellationToken ct = default
    ) => RunAsync(url, spans, key, ["-rate", Text(rate), "-batch", Text(batch), "-ids", idsFile], ct);

    private static async Task<LoadResult> RunAsync(Uri url, int spans, string? key, IEnumerable<string> more, CancellationToken ct)
    {
        List<string> arguments = ["-url", url.ToString(), "-spans", Text(spans), .. more];
        if (key is not null)
            arguments.AddRange(["-headers", "Authorization=Bearer " + key]);
        var result = await ExternalProgram.RunAsync(Blast!, arguments, ct: ct);
        var said = Acknowledged().Match(result.Output);
        if (result.ExitCode != 0 || !said.Success)
            throw new InvalidOperationException($"The load generator said: {result.Output}{result.Error}");
        long Number(int group) => long.Parse(said.Groups[group].Value, CultureInfo.InvariantCulture);
        return new LoadResult(Number(1), Number(2), TimeSpan.FromSeconds(double.Parse(said.Groups[3].Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex("^acked ([0-9]+) rejected 0 failed ([0-9]+) in ([0-9.]+)s")]
    private static partial Regex Acknowledged();

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What the load generator says at its end.</summary>
/// <param name="Acknowledged">Spans.</param>
/// <param name="Failed">Spans whose request was refused or not answered.</param>
/// <param name="Took">From the first request to the last answer.</param>
internal sealed record LoadResult(long Acknowledged, long Failed, TimeSpan Took);
