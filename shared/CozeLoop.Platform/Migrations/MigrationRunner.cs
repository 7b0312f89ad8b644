using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;

namespace CozeLoop.Platform.Migrations;

/// <summary>Brings a store to this version: runs what has not run yet, in order, and records each. Forward only.</summary>
internal static class MigrationRunner
{
    /// <summary>Returns how many ran.</summary>
    /// <exception cref="InvalidOperationException">A migration was edited after it ran.</exception>
    /// <exception cref="StartException">A newer version wrote the store, and only this process has it.</exception>
    public static async Task<int> RunAsync(IMigrationTarget target, IReadOnlyList<Migration> all, CancellationToken ct)
    {
        var applied = await target.AppliedAsync(ct);
        if (!target.IsShared)
            RefuseNewer(target.Name, all, applied);
        RefuseEdited(all, applied);
        Migration[] pending = [.. all.Where(m => !applied.ContainsKey(m.Name))];
        foreach (var migration in pending)
        {
            await target.ApplyAsync(migration, ct);
            await target.RecordAsync(migration, ct);
        }
        return pending.Length;
    }

    private static void RefuseEdited(IReadOnlyList<Migration> all, IReadOnlyDictionary<string, string> applied)
    {
        if (all.FirstOrDefault(m => applied.TryGetValue(m.Name, out string? checksum) && checksum != m.Checksum) is { } edited)
        {
            throw new InvalidOperationException(
                $"The migration {edited.Name} was edited after it ran. Migrations are forward only: add a new one."
            );
        }
    }

    /// <summary>In a store that processes share, unknown migrations are those of a newer version, which expands before it contracts. Where
    /// one process has the store, no older version can be meant to go on beside a newer one.</summary>
    private static void RefuseNewer(string store, IReadOnlyList<Migration> all, IReadOnlyDictionary<string, string> applied)
    {
        if (applied.Keys.Except(all.Select(m => m.Name)).Min(StringComparer.Ordinal) is { } unknown)
        {
            throw new StartException(
                $"{store} was written by a newer version of cozeloop ({unknown} is not known here): start that version, "
                    + $"or set {DataFolder.Setting} to another folder."
            );
        }
    }
}
