using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CozeLoop.Platform.Hosting;

namespace CozeLoop.Platform.Relational;

/// <summary>One embedded SQL file. <paramref name="Name"/> sorts in the order of running (<c>0001_prompts.sql</c>).</summary>
internal sealed record Migration(string Name, string Sql)
{
    /// <summary>SHA-256 of the text, in hex: an edited migration would leave databases of two kinds behind.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <param name="folder">The folder as resource names spell it, such as <c>.Migrations.sqlite.</c>.</param>
    public static IReadOnlyList<Migration> Embedded(Assembly assembly, string folder) =>
        [
            .. assembly
                .GetManifestResourceNames()
                .Select(resource => (Resource: resource, At: resource.IndexOf(folder, StringComparison.Ordinal)))
                .Where(r => r.At >= 0 && r.Resource.EndsWith(".sql", StringComparison.Ordinal))
                .Select(r => new Migration(r.Resource[(r.At + folder.Length)..], Read(assembly, r.Resource)))
                .OrderBy(m => m.Name, StringComparer.Ordinal),
        ];

    /// <summary>Those not yet applied, in order.</summary>
    /// <param name="applied">Name and checksum of those that ran. Unknown names are of a newer version, which expands before it
    /// contracts.</param>
    /// <exception cref="InvalidOperationException">A migration was edited after it ran.</exception>
    public static IReadOnlyList<Migration> Pending(IReadOnlyList<Migration> all, IReadOnlyDictionary<string, string> applied)
    {
        foreach (var migration in all)
        {
            if (applied.TryGetValue(migration.Name, out string? checksum) && checksum != migration.Checksum)
            {
                throw new InvalidOperationException(
                    $"The migration {migration.Name} was edited after it ran. Migrations are forward only: add a new one."
                );
            }
        }
        return [.. all.Where(m => !applied.ContainsKey(m.Name))];
    }

    /// <summary>For a store that one process has: no older version can be meant to go on beside a newer one.</summary>
    public static string Newer(string store, string unknown) =>
        $"{store} was written by a newer version of cozeloop ({unknown} is not known here): start that version, "
        + $"or set {DataFolder.Setting} to another folder.";

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
