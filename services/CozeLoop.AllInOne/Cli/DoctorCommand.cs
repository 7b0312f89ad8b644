using System.CommandLine;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Platform.ClickHouse;

namespace CozeLoop.AllInOne.Cli;

/// <summary><c>doctor</c>: what this machine and a running server lack, each with the way to get it.</summary>
internal static class DoctorCommand
{
    private const long EnoughBytes = 1L << 30;

    public static Command Create(Terminal terminal)
    {
        var provision = new Option<bool>("--provision");
        var wait = new Option<int>("--wait");
        return Verb.Of("doctor", provision, wait).Runs(terminal, async (session, parsed, ct) =>
        {
            Func<Task<IReadOnlyList<Finding>>> look = parsed.GetValue(provision) ? () => ProvisionAsync(terminal, ct) : () => AllAsync(session, terminal, ct);
            return Show(session, await WaitAsync(look, TimeSpan.FromSeconds(parsed.GetValue(wait)), terminal.Time, ct));
        });
    }

    /// <summary>Looks again every second until all is well or the time is over: what is started together comes up in any order.</summary>
    internal static async Task<IReadOnlyList<Finding>> WaitAsync(Func<Task<IReadOnlyList<Finding>>> look, TimeSpan limit, TimeProvider time, CancellationToken ct)
    {
        long started = time.GetTimestamp();
        var findings = await look();
        while (!findings.All(f => f.Ok) && time.GetElapsedTime(started) < limit)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
            findings = await look();
        }
        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> ProvisionAsync(Terminal terminal, CancellationToken ct) =>
        [.. await BrokerFindings.ProvisionAsync(terminal, ct), .. await MigrationFindings.RunAsync(terminal, ct)];

    private static async Task<IReadOnlyList<Finding>> AllAsync(Session session, Terminal terminal, CancellationToken ct)
    {
        var server = await ServerAsync(session, ct);
        IReadOnlyList<Finding> machine = ClickHouseFindings.IsEmbedded(terminal) ? [Library(terminal), Disk(terminal)] : [Disk(terminal)];
        return
        [
            .. machine, .. Ports(terminal, server.Count > 0 && server[0].Ok), .. server,
            .. await BrokerFindings.CheckAsync(terminal, ct), .. await BlobFindings.CheckAsync(terminal, ct), .. await DatabaseFindings.CheckAsync(terminal, ct),
            .. await ClickHouseFindings.CheckAsync(terminal, ct), .. await RedisFinding.CheckAsync(terminal),
        ];
    }

    private static int Show(Session session, IReadOnlyList<Finding> findings)
    {
        session.Show(findings, () => session.Rows([Texts.Of("column.check"), Texts.Of("column.state"), Texts.Of("column.detail")], findings.Select(f => new[] { f.Check, f.Ok ? "ok" : Texts.Of("doctor.fault"), f.Detail })));
        return findings.All(f => f.Ok) ? Exit.Done : Exit.Failed;
    }

    private static Finding Library(Terminal terminal)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(ChdbLibrary.Setting, terminal.Variable(ChdbLibrary.Setting))]).Build();
        return ChdbLibrary.Find(settings) is { } path ? new Finding("library", true, path) : new Finding("library", false, Texts.Of("doctor.no-library", ChdbLibrary.Setting));
    }

    private static Finding Disk(Terminal terminal)
    {
        string folder = Path.GetFullPath(terminal.Variable("COZELOOP_DATA") ?? "data");
        string existing = folder;
        while (!Directory.Exists(existing)) existing = Path.GetDirectoryName(existing)!;
        long free = new DriveInfo(existing).AvailableFreeSpace;
        return new Finding("disk", free >= EnoughBytes, Texts.Of("doctor.disk", (free / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture), folder));
    }

    /// <summary>A port in use is right when a server of ours answers, and a fault when none does.</summary>
    private static IEnumerable<Finding> Ports(Terminal terminal, bool serves)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(l => l.Port).ToHashSet();
        foreach (var (variable, standard) in ((string, int)[])[("COZELOOP_HTTP_PORT", 8082), ("COZELOOP_OTLP_GRPC_PORT", 4317), ("COZELOOP_OTLP_HTTP_PORT", 4318)])
        {
            int port = int.TryParse(terminal.Variable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int set) ? set : standard;
            if (port == 0) continue;
            bool used = taken.Contains(port);
            yield return new Finding("port " + port.ToString(CultureInfo.InvariantCulture), serves || !used, Texts.Of(!used ? "doctor.port-free" : serves ? "doctor.port-used" : "doctor.port-taken", variable));
        }
    }

    /// <summary>The server's own parts; the first finding says whether it answers at all.</summary>
    private static async Task<IReadOnlyList<Finding>> ServerAsync(Session session, CancellationToken ct)
    {
        try
        {
            using var response = await session.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
            var health = JsonSerializer.Deserialize<Health>(await response.Content.ReadAsStringAsync(ct), Json.Api);
            return [new Finding("server", true, session.Url), .. (health?.Parts ?? []).GroupBy(p => p.Name.Split(" #")[0]).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Summary)];
        }
        catch (HttpRequestException e)
        {
            return [new Finding("server", false, Texts.Of("doctor.no-server", session.Url, e.Message))];
        }
        catch (JsonException)
        {
            return [new Finding("server", false, Texts.Of("doctor.other-server", session.Url))];
        }
    }

    /// <summary>One line for workers that differ only by their number, with the first trouble among them.</summary>
    private static Finding Summary(IGrouping<string, HealthPart> parts)
    {
        var trouble = parts.FirstOrDefault(p => p.State != "ok");
        return new Finding(parts.Key, trouble is null, trouble?.Why ?? trouble?.State ?? (parts.Count() > 1 ? "× " + parts.Count().ToString(CultureInfo.InvariantCulture) : ""));
    }

    private sealed record Health(string State, IReadOnlyList<HealthPart>? Parts);
    private sealed record HealthPart(string Name, string State, string? Why);
}

/// <summary>One line of the doctor's report.</summary>
internal sealed record Finding(string Check, bool Ok, string Detail);
