using System.Data.Common;
using System.Globalization;
using System.Net;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// <c>ConnectionStrings:RocketMq</c>: <c>Endpoints=proxy:8081;NameServers=namesrv:9876</c>, and where they are needed <c>AccessKey</c>,
/// <c>SecretKey</c>, <c>Tls</c>,
/// <c>TlsCa</c>, <c>Prefix</c>, <c>MaxDiskPercent</c>. Several addresses are separated by commas.
/// </summary>
/// <param name="Proxies">gRPC addresses. Several must be proxies of one cluster: whichever answers serves everything.</param>
/// <param name="NameServers">Remoting addresses, for topics, groups and figures; the clients' protocol has no calls for these.</param>
/// <param name="Credentials">Signs every request; null sends none.</param>
/// <param name="Tls">For gRPC. The remoting side is not encrypted: it belongs inside the cluster's network.</param>
/// <param name="CertificateAuthority">PEM file that the proxies' certificates must descend from; null trusts what the machine
/// trusts.</param>
/// <param name="Prefix">Before every topic and group, so that several installations can share a broker; empty by default.</param>
/// <param name="MaxDiskPercent">From 1 to 100, default 85: with every broker's disk as full as that no message is taken.</param>
internal sealed record RocketMqOptions(
    IReadOnlyList<DnsEndPoint> Proxies,
    IReadOnlyList<DnsEndPoint> NameServers,
    RocketMqCredentials? Credentials,
    bool Tls,
    string? CertificateAuthority,
    string Prefix,
    int MaxDiskPercent
)
{
    public const string Setting = "ConnectionStrings:RocketMq";
    private static readonly string[] Known =
    [
        "Endpoints",
        "NameServers",
        "AccessKey",
        "SecretKey",
        "Tls",
        "TlsCa",
        "Prefix",
        "MaxDiskPercent",
    ];

    /// <exception cref="InvalidOperationException">What is wrong with it, with the setting's name.</exception>
    public static RocketMqOptions Parse(string connectionString)
    {
        var values = Read(connectionString);
        if (values.Keys.Cast<string>().FirstOrDefault(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw Wrong($"{unknown} is none of {string.Join(", ", Known)}");
        string? access = Value(values, "AccessKey"),
            secret = Value(values, "SecretKey");
        if (access is null != secret is null)
            throw Wrong("AccessKey and SecretKey belong together");
        bool tls =
            Value(values, "Tls") is { } text
            && (bool.TryParse(text, out bool parsed) ? parsed : throw Wrong($"Tls must be true or false, not \"{text}\""));
        return new RocketMqOptions(
            Addresses(values, "Endpoints"),
            Addresses(values, "NameServers"),
            access is null ? null : new RocketMqCredentials(access, secret!),
            tls,
            Value(values, "TlsCa"),
            Value(values, "Prefix") ?? "",
            Value(values, "MaxDiskPercent") is { } percent ? Percent(percent) : 85
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

    private static string? Value(DbConnectionStringBuilder values, string key) =>
        values.TryGetValue(key, out object? value) && value is string { Length: > 0 } text ? text : null;

    private static DnsEndPoint[] Addresses(DbConnectionStringBuilder values, string key) =>
        Value(values, key) is { } list
            ? [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Address)]
            : throw Wrong($"{key} is missing");

    private static DnsEndPoint Address(string text)
    {
        int colon = text.LastIndexOf(':');
        return
            colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port is > 0 and <= 65535
            ? new DnsEndPoint(text[..colon].Trim('[', ']'), port)
            : throw Wrong($"\"{text}\" is not host:port");
    }

    private static int Percent(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int percent) && percent is >= 1 and <= 100
            ? percent
            : throw Wrong($"MaxDiskPercent must be from 1 to 100, not \"{text}\"");

    private static InvalidOperationException Wrong(string why) =>
        new($"{Setting}: {why}. It looks like Endpoints=proxy:8081;NameServers=namesrv:9876.");
}

internal sealed record RocketMqCredentials(string AccessKey, string SecretKey);
