using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>The two kinds of relational store have the same migrations: whoever adds one for SQLite alone breaks every installation on MySQL.</summary>
public sealed class MigrationTests
{
    public static TheoryData<string> Folders() =>
        [.. ((string[])["shared", "services"]).SelectMany(root => Directory.EnumerateDirectories(Path.Combine(Repository.Root, root), "sqlite", SearchOption.AllDirectories))
            .Where(folder => Path.GetFileName(Path.GetDirectoryName(folder)) == "Migrations" && !folder.Contains("/bin/", StringComparison.Ordinal) && !folder.Contains("/obj/", StringComparison.Ordinal))
            .Select(folder => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(folder)!)).Where(folder => !folder.EndsWith("Messaging/Migrations", StringComparison.Ordinal)).Order()];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Each_migration_has_a_file_for_both_kinds_of_store(string folder) => Assert.Equal(Names(folder, "sqlite"), Names(folder, "mysql"));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_table_says_how_its_keys_compare(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder, "mysql")))
        {
            string sql = File.ReadAllText(file);
            if (sql.Contains("CREATE TABLE", StringComparison.Ordinal)) Assert.EndsWith(") ENGINE = InnoDB ${binary}", sql.TrimEnd(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_services_and_the_platform_are_looked_at() => Assert.Equal(7, Folders().Count);

    private static IEnumerable<string?> Names(string folder, string kind) => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder, kind)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
