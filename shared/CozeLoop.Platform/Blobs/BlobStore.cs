namespace CozeLoop.Platform.Blobs;

/// <summary>Large values by key, in a folder. Keys are relative paths of letters, digits, <c>- _ . /</c>. A put is durable on return and atomic.</summary>
public sealed class BlobStore
{
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken ct = default) => throw new NotSupportedException();
    /// <summary>Null where there is no such key.</summary>
    public Task<Stream?> OpenAsync(string key, CancellationToken ct = default) => throw new NotSupportedException();
    public Task DeleteAsync(string key, CancellationToken ct = default) => throw new NotSupportedException();
}
