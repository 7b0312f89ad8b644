using System.Data.Common;

namespace CozeLoop.Platform.Blobs.S3;

/// <summary>
/// <c>ConnectionStrings:Blobs</c>: <c>Endpoint=minio:9000;Bucket=cozeloop;AccessKey=…;SecretKey=…</c>, and where they are needed
/// <c>Region</c>, <c>Tls</c>, <c>TlsCa</c>, <c>Prefix</c>.
/// </summary>
/// <param name="Endpoint">Scheme, host and port; the scheme comes from <c>Tls</c>.</param>
/// <param name="Region">What requests are signed for; <c>us-east-1</c> by default, which MinIO takes too.</param>
/// <param name="CertificateAuthority">PEM file that the server's certificate must descend from; null trusts what the machine
/// trusts.</param>
/// <param name="Prefix">Before every key, ending in a slash where it is not empty, so that several installations can share a
/// bucket.</param>
internal sealed record S3Options(
    Uri Endpoint,
    string Bucket,
    string AccessKey,
    string SecretKey,
    string Region,
    string? CertificateAuthority,
    string Prefix
)
{
    public const string Setting = "ConnectionStrings:Blobs";
    private static readonly string[] Known = ["Endpoint", "Bucket", "AccessKey", "SecretKey", "Region", "Tls", "TlsCa", "Prefix"];

    /// <exception cref="InvalidOperationException">What is wrong with it, with the setting's name.</exception>
    public static S3Options Parse(string connectionString)
    {
        var values = Read(connectionString);
        if (values.Keys.Cast<string>().FirstOrDefault(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw Wrong($"{unknown} is none of {string.Join(", ", Known)}");
        bool tls =
            Value(values, "Tls") is { } text
            && (bool.TryParse(text, out bool parsed) ? parsed : throw Wrong($"Tls must be true or false, not \"{text}\""));
        return new S3Options(
            Address(Required(values, "Endpoint"), tls),
            BucketName(Required(values, "Bucket")),
            Required(values, "AccessKey"),
            Required(values, "SecretKey"),
            Value(values, "Region") ?? "us-east-1",
            Value(values, "TlsCa"),
            Value(values, "Prefix") is { } prefix ? Folder(prefix) : ""
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

    private static string Required(DbConnectionStringBuilder values, string key) => Value(values, key) ?? throw Wrong($"{key} is missing");

    private static Uri Address(string text, bool tls) =>
        !text.Contains('/', StringComparison.Ordinal)
        && Uri.TryCreate($"{(tls ? "https" : "http")}://{text}", UriKind.Absolute, out var address)
            ? address
            : throw Wrong($"Endpoint must be host or host:port, not \"{text}\"");

    // S3's own rule, without the forms that look like addresses.
    private static string BucketName(string text) =>
        text.Length is >= 3 and <= 63
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1])
            ? text
            : throw Wrong($"Bucket must be 3 to 63 of a-z, 0-9, '-' and '.', not \"{text}\"");

    private static string Folder(string text)
    {
        try
        {
            return string.Join('/', BlobKey.Parts(text.TrimEnd('/'))) + '/';
        }
        catch (ArgumentException)
        {
            throw Wrong($"Prefix must be parts of letters, digits, '-', '_' and '.', separated by '/', not \"{text}\"");
        }
    }

    private static InvalidOperationException Wrong(string why) =>
        new($"{Setting}: {why}. It looks like Endpoint=minio:9000;Bucket=cozeloop;AccessKey=…;SecretKey=….");
}
