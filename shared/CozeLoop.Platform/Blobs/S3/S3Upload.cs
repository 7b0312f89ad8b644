using Amazon.S3.Model;

namespace CozeLoop.Platform.Blobs.S3;

/// <summary>Sends one object: small ones in one request, others in parts, so that no more than a part is ever in memory. Either way the
/// object appears whole or not at all.</summary>
internal sealed class S3Upload(S3Calls calls, string key)
{
    /// <summary>S3 takes no smaller parts than 5 MiB and no more than 10,000: an object may have 78 GiB.</summary>
    private const int PartSize = 8 << 20;

    private string Bucket => calls.Options.Bucket;

    public async Task RunAsync(Stream content, CancellationToken ct)
    {
        byte[] part = new byte[content.CanSeek ? (int)Math.Min(PartSize, Math.Max(1, content.Length - content.Position + 1)) : PartSize];
        int length = await content.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, ct);
        if (length < part.Length)
        {
            await PutAsync(part.AsMemory(0, length), ct);
            return;
        }
        await SendPartsAsync(content, part, ct);
    }

    private async Task PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await calls.CallAsync(
            client =>
                client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = Bucket,
                        Key = key,
                        InputStream = Over(content),
                        UseChunkEncoding = false,
                    },
                    ct
                ),
            ct
        );
    }

    private async Task SendPartsAsync(Stream content, byte[] part, CancellationToken ct)
    {
        var upload = await calls.CallAsync(
            client => client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = Bucket, Key = key }, ct),
            ct
        );
        try
        {
            var parts = new List<PartETag>();
            for (
                int length = part.Length;
                length > 0;
                length = await content.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, ct)
            )
            {
                parts.Add(await SendPartAsync(upload.UploadId, parts.Count + 1, part.AsMemory(0, length), ct));
            }
            var complete = new CompleteMultipartUploadRequest
            {
                BucketName = Bucket,
                Key = key,
                UploadId = upload.UploadId,
                PartETags = parts,
            };
            await calls.CallAsync(client => client.CompleteMultipartUploadAsync(complete, ct), ct);
        }
        catch
        {
            await AbortAsync(upload.UploadId);
            throw;
        }
    }

    private async Task<PartETag> SendPartAsync(string uploadId, int number, ReadOnlyMemory<byte> part, CancellationToken ct)
    {
        var sent = await calls.CallAsync(
            client =>
                client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = Bucket,
                        Key = key,
                        UploadId = uploadId,
                        PartNumber = number,
                        InputStream = Over(part),
                        PartSize = part.Length,
                        UseChunkEncoding = false,
                    },
                    ct
                ),
            ct
        );
        return new PartETag(number, sent.ETag);
    }

    // What cannot be aborted is not an object either: the server drops it after a day, or by the bucket's rule.
    private async Task AbortAsync(string uploadId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var abort = new AbortMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = key,
            UploadId = uploadId,
        };
        Task aborting = calls.FindAsync(client => client.AbortMultipartUploadAsync(abort, limit.Token), CancellationToken.None);
        await aborting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static MemoryStream Over(ReadOnlyMemory<byte> content)
    {
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out var segment);
        return new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
    }
}
