using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Starting;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.Starting;

/// <summary>A database that has lost what it held is told from one that a first start had no time to make.</summary>
public sealed class SqliteCheckTests : IDisposable
{
    private const int PageSize = 4096;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_database_beside_others_or_a_log_is_corrupt_and_one_alone_is_new()
    {
        string path = Empty("prompts.db");
        Assert.Null(SqliteCheck.Fault(path));
        File.WriteAllText(path + "-wal", "a log");
        Assert.Contains("prompts.db is corrupt (it is empty)", SqliteCheck.Fault(path), StringComparison.Ordinal);
        File.Delete(path + "-wal");
        File.WriteAllText(At("models.db"), "something");
        Assert.Contains("prompts.db is corrupt (it is empty)", SqliteCheck.Fault(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_start_that_is_cut_off_before_its_first_write_leaves_databases_that_are_whole()
    {
        foreach (string path in (string[])[At("models.db"), At("prompts.db")])
        {
            // What a start before this one did not finish.
            File.WriteAllText(path + "~new", "");
            NewSqliteFile.Make(path, PageSize);
            Assert.Equal(PageSize, new FileInfo(path).Length);
            Assert.Null(SqliteCheck.Fault(path));
        }
        Assert.Equal(["models.db", "prompts.db"], Directory.EnumerateFiles(_folder.Data.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_log_that_another_database_left_is_not_played_into_a_new_one()
    {
        string path = At("models.db");
        using (var session = new SqliteSession(path, PageSize, readOnly: false))
        {
            session.Execute("CREATE TABLE old (x)");
            File.Copy(path + "-wal", At("kept"));
        }
        File.Delete(path);
        File.Move(At("kept"), path + "-wal");
        using var made = new SqliteSession(path, PageSize, readOnly: false);
        Assert.Equal(0, made.Scalar("SELECT COUNT(*) FROM sqlite_schema"));
    }

    private string Empty(string name)
    {
        File.WriteAllText(At(name), "");
        return At(name);
    }

    private string At(string name) => Path.Combine(_folder.Data.Root, name);
}
