using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Blobs;

/// <summary>Blobs as files of the data folder.</summary>
public sealed class FolderBlobStore(DataFolder folder, TimeProvider time) : IBlobStore
{
    // The name cannot be a key's: "~" is not allowed there. On the same file system, so that a rename is one step.
    private const string Drafts = "~drafts";
    private const int BufferSize = 1 << 16;
    private static readonly TimeSpan DraftLife = TimeSpan.FromDays(1);

    private readonly string _root = folder.Folder("blobs");

    public Task PutAsync(string key, Stream content, CancellationToken ct = default)
    {
        string path = PathOf(key);
        return OnDiskAsync(() => PutFileAsync(path, content, ct));
    }

    private async Task PutFileAsync(string path, Stream content, CancellationToken ct)
    {
        // Into the reserve as well: most blobs are of messages that were taken, and a queue that waits for them would never empty itself.
        string parent = Path.GetDirectoryName(path)!;
        var made = MakeFolders(parent);
        string draft = Path.Combine(Directory.CreateDirectory(Path.Combine(_root, Drafts)).FullName, $"{Guid.NewGuid():n}");
        try
        {
            await WriteAsync(draft, content, ct);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
        // The rename, and folders that were new, are entries of their parents: those need a sync too.
        FolderSync.Sync(parent);
        foreach (string one in made)
            FolderSync.Sync(Path.GetDirectoryName(one)!);
    }

    public Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length ?? 1, 1);
        string path = PathOf(key);
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, useAsync: true);
            file.Seek(offset, SeekOrigin.Begin);
            return Task.FromResult<Stream?>(length is { } some ? new LimitedStream(file, some) : file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception e) when (DiskErrors.ReasonOf(e) is { } why)
        {
            throw folder.Disk.Away("blobs", why, e);
        }
    }

    public Task<long?> LengthAsync(string key, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var file = new FileInfo(PathOf(key));
        return Task.FromResult<long?>(file.Exists ? file.Length : null);
    }

    public Task<bool> ExistsAsync(string key, CancellationToken ct = default) => Task.FromResult(File.Exists(PathOf(key)));

    public Task DeleteAsync(string key, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        string path = PathOf(key);
        return OnDiskAsync(() => Remove(path, File.Exists, File.Delete));
    }

    public Task DeleteFolderAsync(string folder, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        string path = PathOf(folder);
        return OnDiskAsync(() => Remove(path, Directory.Exists, gone => Directory.Delete(gone, recursive: true)));
    }

    /// <summary>Deletes what is older than its class allows, and drafts that a killed process left; returns how many files.</summary>
    internal int Expire(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        int deleted = DeleteOlder(Drafts, now - DraftLife, ct);
        foreach (var retention in BlobRetention.All)
        {
            if (retention.Days is { } days)
                deleted += DeleteOlder(retention.Prefix, now.AddDays(-days), ct);
        }
        return deleted;
    }

    private int DeleteOlder(string name, DateTimeOffset limit, CancellationToken ct)
    {
        var folder = new DirectoryInfo(Path.Combine(_root, name));
        if (!folder.Exists)
            return 0;
        int deleted = 0;
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc >= limit.UtcDateTime)
                continue;
            file.Delete();
            deleted++;
        }
        return deleted;
    }

    private static Task Remove(string path, Func<string, bool> exists, Action<string> delete)
    {
        if (!exists(path))
            return Task.CompletedTask;
        delete(path);
        FolderSync.Sync(Path.GetDirectoryName(path)!);
        return Task.CompletedTask;
    }

    /// <exception cref="StoreUnavailableException">The disk is to blame.</exception>
    private async Task OnDiskAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (DiskErrors.ReasonOf(e) is { } why)
        {
            throw folder.Disk.Away("blobs", why, e);
        }
    }

    private static async Task WriteAsync(string path, Stream content, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
        await content.CopyToAsync(file, BufferSize, ct);
        file.Flush(flushToDisk: true);
    }

    private static List<string> MakeFolders(string folder)
    {
        var made = new List<string>();
        for (string? at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
            made.Add(at);
        Directory.CreateDirectory(folder);
        return made;
    }

    private string PathOf(string key) => Path.Combine(_root, Path.Combine(BlobKey.Parts(key)));
}
