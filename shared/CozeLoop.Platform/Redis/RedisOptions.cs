using System.Data.Common;
using System.Globalization;
using System.Net;

namespace CozeLoop.Platform.Redis;

/// <summary>
/// <c>ConnectionStrings:Redis</c>: <c>Endpoints=redis:6379</c>, and where they are needed <c>User</c>, <c>Password</c>, <c>Tls</c>,
/// <c>TlsCa</c>, <c>Database</c>, <c>Prefix</c>. Several addresses (a cluster's, or a
/// primary and its replicas) are separated by commas.
/// </summary>
/// <param name="CertificateAuthority">PEM file that the servers' certificates must descend from; null trusts what the machine
/// trusts.</param>
/// <param name="Database">0 by default; a cluster has no other.</param>
/// <param name="Prefix">Before every key and channel, so that several installations can share a server; <c>cozeloop:</c> by
/// default.</param>
internal sealed record RedisOptions(
    IReadOnlyList<DnsEndPoint> Endpoints,
    string? User,
    string? Password,
    bool Tls,
    string? CertificateAuthority,
    int Database,
    string Prefix
)
{
    public const string Setting = "ConnectionStrings:Redis";
    private static readonly string[] Known = ["Endpoints", "User", "Password", "Tls", "TlsCa", "Database", "Prefix"];

    /// <exception cref="InvalidOperationException">What is wrong with it, with the setting's name.</exception>
    public static RedisOptions Parse(string connectionString)
    {
        var values = Read(connectionString);
        if (values.Keys.Cast<string>().FirstOrDefault(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw Wrong($"{unknown} is none of {string.Join(", ", Known)}");
        bool tls =
            Value(values, "Tls") is { } text
            && (bool.TryParse(text, out bool parsed) ? parsed : throw Wrong($"Tls must be true or false, not \"{text}\""));
        return new RedisOptions(
            Addresses(Value(values, "Endpoints") ?? throw Wrong("Endpoints is missing")),
            Value(values, "User"),
            Value(values, "Password"),
            tls,
            Value(values, "TlsCa"),
            Value(values, "Database") is { } number ? DatabaseOf(number) : 0,
            Value(values, "Prefix") ?? "cozeloop:"
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

    private static DnsEndPoint[] Addresses(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Address)];

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

    private static int DatabaseOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Wrong($"Database must be a number from 0, not \"{text}\"");

    private static InvalidOperationException Wrong(string why) => new($"{Setting}: {why}. It looks like Endpoints=redis:6379;Password=….");
}
