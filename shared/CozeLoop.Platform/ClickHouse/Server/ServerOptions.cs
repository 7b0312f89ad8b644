using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>
/// <c>ConnectionStrings:ClickHouse</c>: <c>Host=clickhouse;Username=cozeloop;Password=…</c>, and where they are needed <c>Port</c>,
/// <c>Protocol</c>, <c>Path</c>, <c>Database</c>, <c>TlsCa</c>, <c>Cluster</c>,
/// <c>InsertQuorum</c>.
/// </summary>
/// <param name="Address">Scheme, host, port and path of the HTTP interface; 8123 by default, 8443 with <c>Protocol=https</c>.</param>
/// <param name="Database">Made at the start where it is missing and the user may; <c>cozeloop</c> by default.</param>
/// <param name="CertificateAuthority">PEM file that the server's certificate must descend from; null trusts what the machine
/// trusts.</param>
/// <param name="Cluster">One shard whose replicas all carry every table; null for one server.</param>
/// <param name="InsertQuorum">With <paramref name="Cluster"/>: replicas that must have an insert before it counts, a number or <c>auto</c>
/// (most of them); 2 by default.</param>
internal sealed partial record ServerOptions(
    Uri Address,
    string Username,
    string Password,
    string Database,
    string? CertificateAuthority,
    string? Cluster,
    string InsertQuorum
)
{
    public const string Name = "ClickHouse",
        Setting = "ConnectionStrings:ClickHouse";
    private static readonly string[] Known =
    [
        "Host",
        "Port",
        "Protocol",
        "Path",
        "Username",
        "Password",
        "Database",
        "TlsCa",
        "Cluster",
        "InsertQuorum",
    ];

    /// <summary>For messages; without credentials.</summary>
    public string Display => $"ClickHouse at {Address.Authority}";

    /// <exception cref="InvalidOperationException">What is wrong with it, with the setting's name.</exception>
    public static ServerOptions Parse(string connectionString)
    {
        var values = Read(connectionString);
        if (values.Keys.Cast<string>().FirstOrDefault(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw Wrong($"{unknown} is none of {string.Join(", ", Known)}");
        string? cluster = Value(values, "Cluster"),
            quorum = Value(values, "InsertQuorum");
        if (cluster is not null && !ClusterForm().IsMatch(cluster))
            throw Wrong($"Cluster must be a name or a macro such as {{cluster}}, not \"{cluster}\"");
        if (quorum is not null && cluster is null)
            throw Wrong("InsertQuorum means nothing without Cluster");
        if (
            quorum is not (null or "auto")
            && !(int.TryParse(quorum, NumberStyles.None, CultureInfo.InvariantCulture, out int replicas) && replicas >= 1)
        )
            throw Wrong($"InsertQuorum must be a number of replicas or auto, not \"{quorum}\"");
        return new ServerOptions(
            Place(values),
            Value(values, "Username") ?? "default",
            Value(values, "Password") ?? "",
            DatabaseName(Value(values, "Database") ?? "cozeloop"),
            Value(values, "TlsCa"),
            cluster,
            quorum ?? "2"
        );
    }

    private static DbConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connectionString };
        }
        catch (ArgumentException e)
        {
            throw Wrong(e.Message);
        }
    }

    private static Uri Place(DbConnectionStringBuilder values)
    {
        string protocol = Value(values, "Protocol") ?? "http",
            host = Value(values, "Host") ?? throw Wrong("Host is missing"),
            port = Value(values, "Port") ?? (protocol == "https" ? "8443" : "8123");
        if (protocol is not ("http" or "https"))
            throw Wrong($"Protocol must be http or https, not \"{protocol}\"");
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || number == 0)
            throw Wrong($"Port must be from 1 to 65535, not \"{port}\"");
        string path = Value(values, "Path")?.Trim('/') ?? "";
        return Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? new UriBuilder(protocol, host, number, path).Uri
            : throw Wrong($"Host must be a name or an address, not \"{host}\"");
    }

    private static string DatabaseName(string text) =>
        DatabaseForm().IsMatch(text) ? text : throw Wrong($"Database must be letters, digits and underscores, not \"{text}\"");

    private static string? Value(DbConnectionStringBuilder values, string key) =>
        values.TryGetValue(key, out object? value) && value is string { Length: > 0 } text ? text : null;

    private static InvalidOperationException Wrong(string why) =>
        new($"{Setting}: {why}. It looks like Host=clickhouse;Username=cozeloop;Password=….");

    [GeneratedRegex(@"\A(\{\w+\}|[\w.-]+)\z")]
    private static partial Regex ClusterForm();

    [GeneratedRegex(@"\A[A-Za-z_]\w{0,62}\z")]
    private static partial Regex DatabaseForm();
}
