using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CozeLoop.Platform.Migrations;

/// <summary>One embedded SQL file. <paramref name="Name"/> sorts in the order of running (<c>0001_prompts.sql</c>).</summary>
internal sealed record Migration(string Name, string Sql)
{
    /// <summary>SHA-256 of the text, in hex: an edited migration would leave databases of two kinds behind.</summary>
    public string Checksum { get; private init; } = Hash(Sql);

    /// <summary>The same migration, known by the checksum of <paramref name="text"/>: its SQL depends on the server it runs on.</summary>
    public Migration WithChecksumOf(string text) => this with { Checksum = Hash(text) };

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

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
