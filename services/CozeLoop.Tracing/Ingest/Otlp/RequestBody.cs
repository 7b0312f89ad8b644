using System.Buffers;
using System.Globalization;
using System.IO.Compression;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>Reads a request's body whole, decompressed, within a limit that holds for both forms.</summary>
internal static class RequestBody
{
    public static async Task<BodyResult> ReadAsync(HttpRequest request, long limit, CancellationToken ct)
    {
        if (request.ContentLength > limit)
            return TooLarge(limit);
        string encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        await using var stream = Open(encoding, request.Body);
        if (stream is null)
            return new BodyResult.Bad(
                ReceptionError.UnsupportedType,
                $"The content encoding '{Shown(encoding)}' is not supported; gzip, deflate and identity are."
            );
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
        var whole = new BodyResult.Whole((int)Math.Max(expected + 1, 16 * 1024));
        bool done = false;
        try
        {
            for (int read; (read = await stream.ReadAsync(whole.Room, ct)) > 0; )
            {
                whole.Fill(read);
                if (whole.Length > limit)
                    return TooLarge(limit);
            }
            done = true;
            return whole;
        }
        finally
        {
            if (!done)
                whole.Dispose();
        }
    }

    private static Stream? Open(string encoding, Stream body) =>
        encoding switch
        {
            "" or "identity" => body,
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            // HTTP's "deflate" is the zlib format (RFC 9110, 8.4.1.2).
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => null,
        };

    private static BodyResult.Bad TooLarge(long limit) =>
        new(
            ReceptionError.TooLarge,
            string.Create(CultureInfo.InvariantCulture, $"The body is larger than {limit >> 20} MiB; send fewer spans in one request.")
        );

    private static string Shown(string text) => text.Length > 40 ? text[..40] : text;
}

internal abstract record BodyResult
{
    /// <summary>
    /// Bytes in an array of the pool: bodies of half a megabyte, made anew for each request, would keep the collector busy. Whoever
    /// disposes it must be the last to read <see cref="Bytes"/>.
    /// </summary>
    public sealed record Whole(int Expected) : BodyResult, IDisposable
    {
        private byte[] buffer = ArrayPool<byte>.Shared.Rent(Expected);

        public int Length { get; private set; }
        public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, Length);

        /// <summary>Where the next bytes go; never empty.</summary>
        public Memory<byte> Room => buffer.AsMemory(Length);

        public void Fill(int read)
        {
            Length += read;
            if (Length < buffer.Length)
                return;
            byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            Bytes.CopyTo(larger);
            Dispose();
            buffer = larger;
        }

        public void Dispose()
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }

    public sealed record Bad(ReceptionError Error, string Message) : BodyResult;
}
