using CozeLoop.Platform.Telemetry;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Sections;

/// <summary>Names that look like settings of this product and are none: a misspelt one would else change nothing and say nothing.</summary>
internal static class UnknownSettings
{
    private const string Prefix = "COZELOOP_";
    private const int Near = 3;

    private static readonly string[] Variables =
    [
        "COZELOOP_DATA",
        "COZELOOP_HTTP_PORT",
        "COZELOOP_OTLP_HTTP_PORT",
        "COZELOOP_INTERNAL_PORT",
        "COZELOOP_LISTEN",
        "COZELOOP_PUBLIC_URL",
        "COZELOOP_MASTER_KEY",
        "COZELOOP_LOG",
        "COZELOOP_INIT_EMAIL",
        "COZELOOP_INIT_PASSWORD",
        "COZELOOP_INIT_WORKSPACE_ID",
        "COZELOOP_INIT_PUBLIC_KEY",
        "COZELOOP_INIT_SECRET_KEY",
        "COZELOOP_TRUSTED_PROXIES",
        "COZELOOP_PROXY_HOPS",
        MetricsPage.Setting,
    ];

    // Of the command line, of compose and of tests: no mistake in the environment of a server.
    private static readonly string[] Elsewhere =
    [
        "COZELOOP_URL",
        "COZELOOP_KEY",
        "COZELOOP_VERSION",
        "COZELOOP_BIND",
        "COZELOOP_PORT",
        "COZELOOP_OTLP_PORT",
        "COZELOOP_CLICKHOUSE_PASSWORD",
        "COZELOOP_ALLOW_PRIVATE_NETWORKS",
        "COZELOOP_SCREENSHOTS",
        "COZELOOP_TEST_MYSQL",
        "COZELOOP_CHILD",
        "COZELOOP_OPENAPI",
        "COZELOOP_FUZZ_SEED",
        "COZELOOP_FUZZ_REQUESTS",
        "COZELOOP_FUZZ_FROM",
    ];

    private static readonly string[] ConnectionStrings = ["RocketMq", "MySql", "Blobs", "Redis", "ClickHouse"];

    /// <summary>A sentence for each.</summary>
    /// <param name="sections">Those that this host reads.</param>
    public static IEnumerable<string> Warnings(IConfiguration configuration, IReadOnlyCollection<SettingsSection> sections)
    {
        var roots = configuration.GetChildren().ToList();
        var variables = roots
            .Select(r => r.Key)
            .Where(k => k.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !Knows([.. Variables, .. Elsewhere], k));
        foreach (string name in variables)
            yield return Warning(name, Nearest(Variables, name, int.MaxValue));
        string[] known = [.. sections.Select(s => s.Name.Split(':')[0]).Append("Services").Append("ConnectionStrings").Distinct()];
        foreach (var root in roots.Where(r => !Knows(known, r.Key) && r.GetChildren().Any()))
        {
            if (Nearest(known, root.Key, Near) is { } meant)
                yield return Warning(root.Key + "__…", meant + "__…");
        }
        foreach (var entry in configuration.GetSection("ConnectionStrings").GetChildren().Where(e => !Knows(ConnectionStrings, e.Key)))
        {
            string near = "ConnectionStrings__" + Nearest(ConnectionStrings, entry.Key, int.MaxValue);
            yield return Warning("ConnectionStrings__" + entry.Key, near);
        }
        foreach (string warning in sections.SelectMany(s => In(s, configuration, sections)))
            yield return warning;
    }

    private static IEnumerable<string> In(SettingsSection section, IConfiguration configuration, IReadOnlyCollection<SettingsSection> all)
    {
        string[] names = [.. SettingsSection.Properties(section.Options).Select(p => p.Name)];
        string[] below =
        [
            .. all.Where(s => s.Name.StartsWith(section.Name + ":", StringComparison.OrdinalIgnoreCase)).Select(s => s.Name.Split(':')[^1]),
        ];
        return configuration
            .GetSection(section.Name)
            .GetChildren()
            .Where(e => !Knows([.. names, .. below], e.Key))
            .Select(e => Warning(section.Variable(e.Key), Nearest(names, e.Key, int.MaxValue) is { } near ? section.Variable(near) : null));
    }

    private static bool Knows(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string Warning(string name, string? nearest) =>
        $"{name} is no setting and changes nothing.{(nearest is null ? "" : $" The nearest is {nearest}.")}";

    private static string? Nearest(string[] names, string name, int within) =>
        names
            .Select(known => (Name: known, Distance: Distance(known.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(n => n.Distance <= within)
            .OrderBy(n => n.Distance)
            .Select(n => n.Name)
            .FirstOrDefault();

    /// <summary>Levenshtein's: letters to add, drop or change.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
