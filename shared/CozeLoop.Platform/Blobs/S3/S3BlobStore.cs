using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace CozeLoop.Platform.Blobs.S3;

/// <summary>Blobs as objects of a bucket of MinIO, or of any server that speaks S3.</summary>
internal sealed class S3BlobStore(S3Calls calls) : IBlobStore
{
    public Task PutAsync(string key, Stream content, CancellationToken ct = default) =>
        new S3Upload(calls, ObjectOf(key)).RunAsync(content, ct);

    public async Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length ?? 1, 1);
        var request = new GetObjectRequest { BucketName = Bucket, Key = ObjectOf(key) };
        if (offset > 0 || length is not null)
            request.ByteRange = length is { } some ? new ByteRange(offset, offset + some - 1) : new ByteRange($"bytes={offset}-");
        return await calls.FindAsync<Stream>(
            async client =>
            {
                try
                {
                    return new S3Stream(await client.GetObjectAsync(request, ct), calls);
                }
                // Nothing lies from there on.
                catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    return Stream.Null;
                }
            },
            ct
        );
    }

    public async Task<long?> LengthAsync(string key, CancellationToken ct = default)
    {
        var request = new GetObjectMetadataRequest { BucketName = Bucket, Key = ObjectOf(key) };
        return (await calls.FindAsync(client => client.GetObjectMetadataAsync(request, ct), ct))?.ContentLength;
    }

    public async Task<bool> ExistsAsync(string key, CancellationToken ct = default) => await LengthAsync(key, ct) is not null;

    public Task DeleteAsync(string key, CancellationToken ct = default)
    {
        var request = new DeleteObjectRequest { BucketName = Bucket, Key = ObjectOf(key) };
        return calls.FindAsync(client => client.DeleteObjectAsync(request, ct), ct);
    }

    public async Task DeleteFolderAsync(string folder, CancellationToken ct = default)
    {
        var list = new ListObjectsV2Request { BucketName = Bucket, Prefix = ObjectOf(folder) + '/' };
        while (await calls.FindAsync(client => client.ListObjectsV2Async(list, ct), ct) is { S3Objects: { Count: > 0 } found } page)
        {
            var delete = new DeleteObjectsRequest
            {
                BucketName = Bucket,
                Quiet = true,
                Objects = [.. found.Select(o => new KeyVersion { Key = o.Key })],
            };
            await calls.CallAsync(client => client.DeleteObjectsAsync(delete, ct), ct);
            if (page.IsTruncated is not true)
                return;
        }
    }

    private string Bucket => calls.Options.Bucket;

    /// <exception cref="ArgumentException">The key has another form.</exception>
    private string ObjectOf(string key) => calls.Options.Prefix + string.Join('/', BlobKey.Parts(key));
}
