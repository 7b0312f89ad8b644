using System.Text.RegularExpressions;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>The two kinds of relational store have the same migrations: whoever adds one for SQLite alone breaks every installation on
/// MySQL.</summary>
public sealed partial class MigrationTests
{
    public static TheoryData<string> Folders() =>
        [
            .. ((string[])["shared", "services"])
                .SelectMany(root =>
                    Directory.EnumerateDirectories(Path.Combine(Repository.Root, root), "sqlite", SearchOption.AllDirectories)
                )
                .Where(folder =>
                    Path.GetFileName(Path.GetDirectoryName(folder)) == "Migrations"
                    && !folder.Contains("/bin/", StringComparison.Ordinal)
                    && !folder.Contains("/obj/", StringComparison.Ordinal)
                )
                .Select(folder => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(folder)!))
                .Where(folder => !folder.EndsWith("Messaging/Migrations", StringComparison.Ordinal))
                .Order(),
        ];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Each_migration_has_a_file_for_both_kinds_of_store(string folder) =>
        Assert.Equal(Names(folder, "sqlite"), Names(folder, "mysql"));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_table_says_how_its_keys_compare(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder, "mysql")))
        {
            string sql = File.ReadAllText(file);
            if (sql.Contains("CREATE TABLE", StringComparison.Ordinal))
                Assert.EndsWith(") ENGINE = InnoDB ${binary}", sql.TrimEnd(), StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// MySQL refuses such an index (error 1170), and the service would not start: SQLite, where tests run, has no such rule.
    /// </summary>
    [Theory]
    [MemberData(nameof(Folders))]
    public void No_index_of_mysql_is_over_a_text_without_a_length(string folder)
    {
        string[] statements =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, folder, "mysql"))
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText),
        ];
        var texts = statements
            .SelectMany(sql => Texts().Matches(sql).Select(text => (Table: TableOf(sql), Column: text.Groups["column"].Value)))
            .ToHashSet();
        var indexed = statements.SelectMany(sql =>
            Indexes()
                .Matches(sql)
                .SelectMany(index => index.Groups["columns"].Value.Split(',').Select(column => (TableOf(sql), column.Trim().Split(' ')[0])))
        );
        Assert.DoesNotContain(indexed, texts.Contains);
    }

    [Fact]
    public void The_services_and_the_platform_are_looked_at() => Assert.Equal(7, Folders().Count);

    private static IEnumerable<string?> Names(string folder, string kind) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder, kind)).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static string TableOf(string sql) => Table().Match(sql).Groups["table"].Value;

    [GeneratedRegex(@"\b(TABLE( IF NOT EXISTS)?|INDEX \w+ ON) (?<table>\w+)")]
    private static partial Regex Table();

    [GeneratedRegex(@"(^\s*|\bADD COLUMN )(?<column>\w+) (\w*TEXT|\w*BLOB|JSON)\b", RegexOptions.Multiline)]
    private static partial Regex Texts();

    [GeneratedRegex(@"\b(KEY( \w+)?|INDEX \w+ ON \w+) \((?<columns>([^()]|\(\d+\))+)\)")]
    private static partial Regex Indexes();
}
