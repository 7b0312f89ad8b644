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
    private static readonly TimeSpan PortPatience = TimeSpan.FromSeconds(3);

    public static Command Create(Terminal terminal)
    {
        var provision = new Option<bool>("--provision");
        var wait = new Option<int>("--wait");
        return Commands
            .Of("doctor", provision, wait)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    Func<Task<IReadOnlyList<Finding>>> look = parsed.GetValue(provision)
                        ? () => ProvisionAsync(terminal, ct)
                        : () => AllAsync(session, terminal, ct);
                    return Show(session, await WaitAsync(look, TimeSpan.FromSeconds(parsed.GetValue(wait)), terminal.Time, ct));
                }
            );
    }

    /// <summary>Looks again every second until all is well or the time is over: what is started together comes up in any order.</summary>
    internal static async Task<IReadOnlyList<Finding>> WaitAsync(
        Func<Task<IReadOnlyList<Finding>>> look,
        TimeSpan limit,
        TimeProvider time,
        CancellationToken ct
    )
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
            .. machine,
            .. DataFolderFindings.Check(terminal),
            .. await PortsAsync(session, terminal, ct),
            .. server,
            .. await BrokerFindings.CheckAsync(terminal, ct),
            .. await BlobFindings.CheckAsync(terminal, ct),
            .. await DatabaseFindings.CheckAsync(terminal, ct),
            .. await ClickHouseFindings.CheckAsync(terminal, ct),
            .. await RedisFinding.CheckAsync(terminal),
        ];
    }

    private static int Show(Session session, IReadOnlyList<Finding> findings)
    {
        session.Show(
            findings,
            () =>
                session.Rows(
                    [Texts.Of("column.check"), Texts.Of("column.state"), Texts.Of("column.detail")],
                    findings.Select(f => new[] { f.Check, f.Ok ? "ok" : Texts.Of("doctor.fault"), f.Detail })
                )
        );
        return findings.All(f => f.Ok) ? Exit.Done : Exit.Failed;
    }

    private static Finding Library(Terminal terminal)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new(ChdbLibrary.Setting, terminal.Variable(ChdbLibrary.Setting))])
            .Build();
        return ChdbLibrary.Find(settings) is { } path
            ? new Finding("library", true, path)
            : new Finding("library", false, Texts.Of("doctor.no-library", ChdbLibrary.Setting));
    }

    private static Finding Disk(Terminal terminal)
    {
        string folder = Path.GetFullPath(terminal.Variable("COZELOOP_DATA") ?? "data");
        string existing = folder;
        while (!Directory.Exists(existing))
            existing = Path.GetDirectoryName(existing)!;
        long free = new DriveInfo(existing).AvailableFreeSpace;
        return new Finding(
            "disk",
            free >= EnoughBytes,
            Texts.Of("doctor.disk", (free / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture), folder)
        );
    }

    /// <summary>A port in use is right when a server of ours answers on it, and a fault when anything else has it.</summary>
    private static async Task<IReadOnlyList<Finding>> PortsAsync(Session session, Terminal terminal, CancellationToken ct)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(l => l.Port).ToHashSet();
        var findings = new List<Finding>();
        foreach (var (variable, standard) in ((string, int)[])[("COZELOOP_HTTP_PORT", 8082), ("COZELOOP_OTLP_HTTP_PORT", 4318)])
        {
            int port = int.TryParse(terminal.Variable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int set)
                ? set
                : standard;
            if (port == 0)
                continue;
            string name = "port " + port.ToString(CultureInfo.InvariantCulture);
            if (!taken.Contains(port))
                findings.Add(new Finding(name, true, Texts.Of("doctor.port-free", variable)));
            else if (await IsOursAsync(session, port, ct))
                findings.Add(new Finding(name, true, Texts.Of("doctor.port-used", variable)));
            else
                findings.Add(new Finding(name, false, Texts.Of("doctor.port-taken", variable)));
        }
        return findings;
    }

    private static async Task<bool> IsOursAsync(Session session, int port, CancellationToken ct)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(PortPatience);
            var given = session.Terminal.Network;
            using var network = new HttpMessageInvoker(given ?? new SocketsHttpHandler { UseProxy = false }, disposeHandler: given is null);
            // Without the key: nobody knows yet whose port it is.
            string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/health/live");
            using var question = new HttpRequestMessage(HttpMethod.Get, address);
            using var answer = await network.SendAsync(question, limit.Token);
            return JsonSerializer.Deserialize<Health>(await answer.Content.ReadAsStringAsync(limit.Token), Json.Api) is { Parts: not null };
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or JsonException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The server's own parts; the first finding says whether it answers at all.</summary>
    private static async Task<IReadOnlyList<Finding>> ServerAsync(Session session, CancellationToken ct)
    {
        try
        {
            using var response = await session.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
            var health = JsonSerializer.Deserialize<Health>(await response.Content.ReadAsStringAsync(ct), Json.Api);
            if (health?.Parts is not { } parts)
                return [new Finding("server", false, Texts.Of("doctor.other-server", session.Url))];
            return [new Finding("server", true, session.Url), .. parts.OrderBy(p => p.Name, StringComparer.Ordinal).Select(Line)];
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

    private static Finding Line(HealthPart part)
    {
        if (part.State != "ok")
            return new Finding(part.Name, false, part.Why ?? part.State);
        return new Finding(part.Name, true, part.Count is { } count ? "× " + count.ToString(CultureInfo.InvariantCulture) : "");
    }

    private sealed record Health(string State, IReadOnlyList<HealthPart>? Parts);

    private sealed record HealthPart(string Name, string State, string? Why, int? Count);
}

/// <summary>One line of the doctor's report.</summary>
internal sealed record Finding(string Check, bool Ok, string Detail);
