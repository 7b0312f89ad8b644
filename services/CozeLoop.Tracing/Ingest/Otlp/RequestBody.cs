using System.Globalization;
using System.IO.Compression;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>Reads a request's body whole, decompressed, within a limit that holds for both forms.</summary>
internal static class RequestBody
{
    public static async Task<BodyResult> ReadAsync(HttpRequest request, long limit, CancellationToken ct)
    {
        if (request.ContentLength > limit) return TooLarge(limit);
        string encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        await using var stream = Open(encoding, request.Body);
        if (stream is null) return new BodyResult.Bad(ReceptionError.UnsupportedType, $"The content encoding '{Shown(encoding)}' is not supported; gzip, deflate and identity are.");
        try
        {
            long expected = encoding is "" or "identity" ? request.ContentLength ?? 0 : 0;
            return await ReadAsync(stream, expected, limit, ct);
        }
        catch (InvalidDataException)
        {
            return new BodyResult.Bad(ReceptionError.Malformed, $"The body is no valid {encoding} stream.");
        }
    }

    private static async Task<BodyResult> ReadAsync(Stream stream, long expected, long limit, CancellationToken ct)
    {
        // One byte more than announced, so that the end is seen without growing.
        byte[] buffer = new byte[Math.Max(expected + 1, 16 * 1024)];
        int length = 0;
        for (int read; (read = await stream.ReadAsync(buffer.AsMemory(length), ct)) > 0;)
        {
            length += read;
            if (length > limit) return TooLarge(limit);
            if (length == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, limit + 1));
        }
        return new BodyResult.Whole(buffer.AsMemory(0, length));
    }

    private static Stream? Open(string encoding, Stream body) => encoding switch
    {
        "" or "identity" => body,
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        // HTTP's "deflate" is the zlib format (RFC 9110, 8.4.1.2).
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        _ => null,
    };

    private static BodyResult.Bad TooLarge(long limit) =>
        new(ReceptionError.TooLarge, string.Create(CultureInfo.InvariantCulture, $"The body is larger than {limit >> 20} MiB; send fewer spans in one request."));

    private static string Shown(string text) => text.Length > 40 ? text[..40] : text;
}

internal abstract record BodyResult
{
    public sealed record Whole(ReadOnlyMemory<byte> Bytes) : BodyResult;
    public sealed record Bad(ReceptionError Error, string Message) : BodyResult;
}
