using CozeLoop.Platform.Hosting;

namespace CozeLoop.Platform.Blobs;

/// <summary>Large values by key, in a folder. Keys are relative paths of letters, digits, <c>- _ . /</c>. A put is durable on return and atomic.</summary>
public sealed class BlobStore(DataFolder folder)
{
    private readonly string _root = folder.Folder("blobs");

    /// <exception cref="ArgumentException">The key is not of the form above, or leads out of the store.</exception>
    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken ct = default)
    {
        string path = PathOf(key), parent = Path.GetDirectoryName(path)!;
        var made = MakeFolders(parent);
        // The name cannot be a key's: "~" is not allowed there.
        string temporary = Path.Combine(parent, $"~{Guid.NewGuid():n}");
        try
        {
            await WriteAsync(temporary, content, ct);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        // The rename, and folders that were new, are entries of their parents: those need a sync too.
        FolderSync.Sync(parent);
        foreach (string one in made) FolderSync.Sync(Path.GetDirectoryName(one)!);
    }

    /// <summary>Null where there is no such key.</summary>
    public Task<Stream?> OpenAsync(string key, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        string path = PathOf(key);
        try
        {
            return Task.FromResult<Stream?>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <summary>Nothing happens where there is no such key.</summary>
    public Task DeleteAsync(string key, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        string path = PathOf(key);
        if (File.Exists(path))
        {
            File.Delete(path);
            FolderSync.Sync(Path.GetDirectoryName(path)!);
        }
        return Task.CompletedTask;
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
        await file.WriteAsync(content, ct);
        file.Flush(flushToDisk: true);
    }

    private static List<string> MakeFolders(string folder)
    {
        var made = new List<string>();
        for (string? at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at)) made.Add(at);
        Directory.CreateDirectory(folder);
        return made;
    }

    private string PathOf(string key)
    {
        string[] parts = key.Split('/');
        if (key.Length is 0 or > 1024 || parts.Any(part => part.Length is 0 or > 200 || part.All(c => c == '.') || !part.All(IsAllowed)))
        {
            throw new ArgumentException($"'{key}' is no blob key: parts of letters, digits, '-', '_' and '.', separated by '/'.", nameof(key));
        }
        return Path.Combine(_root, Path.Combine(parts));
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
