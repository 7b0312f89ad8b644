namespace CozeLoop.Platform.Blobs;

/// <summary>
/// Large values by key (<see cref="BlobKey"/>): a folder, or an S3 bucket. A server that does not answer is a
/// <see cref="Messaging.StoreUnavailableException"/> of every method, as of every other store.
/// </summary>
public interface IBlobStore
{
    /// <summary>Durable on return and atomic: a reader sees the value before or the new one, whole.</summary>
    /// <param name="content">Read from where it stands to its end, and not held in memory whole.</param>
    /// <exception cref="ArgumentException">The key has another form.</exception>
    Task PutAsync(string key, Stream content, CancellationToken ct = default);

    /// <summary>Null where there is no such key. The caller disposes the stream, which comes as it is read.</summary>
    /// <param name="offset">Bytes to skip; from the end on the stream is empty.</param>
    /// <param name="length">Bytes at most, 1 or more; null reads to the end.</param>
    /// <exception cref="ArgumentException">The key has another form.</exception>
    Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken ct = default);

    /// <summary>Bytes, without reading any of them; null where there is no such key.</summary>
    /// <exception cref="ArgumentException">The key has another form.</exception>
    Task<long?> LengthAsync(string key, CancellationToken ct = default);

    /// <exception cref="ArgumentException">The key has another form.</exception>
    Task<bool> ExistsAsync(string key, CancellationToken ct = default);

    /// <summary>Nothing happens where there is no such key.</summary>
    /// <exception cref="ArgumentException">The key has another form.</exception>
    Task DeleteAsync(string key, CancellationToken ct = default);

    /// <summary>Deletes every key that begins with <paramref name="folder"/> and a slash; those that appear meanwhile may stay.</summary>
    /// <exception cref="ArgumentException">The folder has not the form of a key.</exception>
    Task DeleteFolderAsync(string folder, CancellationToken ct = default);
}
