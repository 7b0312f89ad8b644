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

    /// <summary>Sends realistic spans with the generator's default settings, as fast as they are acknowledged or at <paramref name="rate"/> a second.</summary>
    /// <returns>From the first request to the last answer; the payloads were made before.</returns>
    /// <exception cref="InvalidOperationException">It failed, or not every span was acknowledged.</exception>
    public static async Task<TimeSpan> BlastAsync(Uri url, int spans, string? key, int rate = 0, CancellationToken ct = default)
    {
        List<string> arguments = ["-url", url.ToString(), "-spans", Text(spans), "-rate", Text(rate)];
        if (key is not null) arguments.AddRange(["-headers", "Authorization=Bearer " + key]);
        var result = await ExternalProgram.RunAsync(Blast!, arguments, ct: ct);
        var said = Acknowledged().Match(result.Output);
        if (result.ExitCode != 0 || !said.Success || said.Groups[1].Value != Text(spans)) throw new InvalidOperationException($"The load generator said: {result.Output}{result.Error}");
        return TimeSpan.FromSeconds(double.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^acked ([0-9]+) rejected 0 failed 0 in ([0-9.]+)s")]
    private static partial Regex Acknowledged();

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
