using System.Collections.Concurrent;
using System.Globalization;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Disk;

/// <summary>
/// The disk below the data folder. New messages are refused while less than a reserve is free, so that what was taken before can still be
/// moved to its store: with no room at all even a deletion fails, and a full queue could not empty itself. Stores that the disk has failed
/// are named until it can be written again.
/// </summary>
public sealed class DataDisk(string root)
{
    /// <summary>Of the disk itself among <see cref="Troubles"/>.</summary>
    public const string Name = "disk";

    private const long MostReserve = 256L << 20;

    // As much as is written at once: less room than this, and the next write may fail as the last one did.
    private const int ProbeBytes = 1 << 20;

    private readonly ConcurrentDictionary<string, string> _troubles = new();
    private volatile bool _used;

    /// <summary>Bytes kept for what was taken before: a tenth of the disk, 256 MiB at most.</summary>
    public long Reserve => Math.Min(MostReserve, Drive.TotalSize / 10);

    /// <summary>Bytes that this user may still write.</summary>
    public long Free => Drive.AvailableFreeSpace;

    /// <summary>What is wrong, as sentences by the store's name; empty when all is well.</summary>
    public IReadOnlyList<StoreState> Troubles =>
        [
            .. _troubles.Select(t => new StoreState(t.Key, t.Value)),
            .. _used && Shortage() is { } shortage ? [new StoreState(Name, shortage)] : Array.Empty<StoreState>(),
        ];

    /// <summary>Why nothing new is taken; null where there is room.</summary>
    public string? Shortage()
    {
        long free = Free,
            reserve = Reserve;
        return free >= reserve
            ? null
            : $"The disk of {root} is full: {Megabytes(free)} are free, and {Megabytes(reserve)} are kept for what was taken before.";
    }

    /// <summary>
    /// The exception that says what failed a store. Where that was the disk it is noted: a process short of memory for a moment is no
    /// reason to take it out of service.
    /// </summary>
    /// <param name="store">For people and <c>/health/ready</c>, such as <c>queue-spans.db</c>.</param>
    internal StoreUnavailableException Away(string store, string why, Exception e)
    {
        string path = Path.Combine(root, store);
        if (!DiskErrors.IsOfDisk(why))
            return StoreUnavailableException.Because($"{path} cannot be used now: {why}.", e);
        string sentence = $"{path} cannot be written: {why}.";
        _troubles[store] = sentence;
        return StoreUnavailableException.Because(sentence, e);
    }

    /// <summary>Writes a megabyte and takes it back. Where that works nothing is wrong any more.</summary>
    internal void Probe()
    {
        string path = Path.Combine(root, "~probe");
        try
        {
            using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1))
            {
                file.Write(new byte[ProbeBytes]);
                file.Flush(flushToDisk: true);
            }
            _troubles.Clear();
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Says that a store lies here. Where all of them are servers, this disk keeps nobody from working.</summary>
    internal DataDisk Use()
    {
        _used = true;
        return this;
    }

    internal bool HasTroubles => !_troubles.IsEmpty;

    private DriveInfo Drive => new(root);

    internal static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20)} MiB");
}
