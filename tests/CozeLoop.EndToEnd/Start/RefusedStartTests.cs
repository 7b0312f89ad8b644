using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CozeLoop.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CozeLoop.EndToEnd.Start;

/// <summary>
/// A start that cannot be says why in one line that names cause, file or setting, and the way out; and it leaves nothing half-made.
/// </summary>
public sealed class RefusedStartTests(Installation installation) : IClassFixture<Installation>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_taken_port_ends_the_first_start_before_owner_and_key_are_made_so_that_the_next_one_shows_the_key()
    {
        string folder = installation.Nowhere();
        using var taken = new TcpListener(IPAddress.Loopback, FreePort.Next());
        taken.Start();
        string port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await RefusedAsync(folder, [$"Port {port} (COZELOOP_HTTP_PORT) is in use"], ("COZELOOP_HTTP_PORT", port));
        await RefusedAsync(folder, [$"Port {port} (COZELOOP_OTLP_HTTP_PORT) is in use", "(0: none)"], ("COZELOOP_OTLP_HTTP_PORT", port));
        taken.Stop();

        Assert.False(File.Exists(Path.Combine(folder, "workspaces.db")));
        await using var product = await RunningProduct.StartAsync(
            new Dictionary<string, string> { ["COZELOOP_DATA"] = folder, ["COZELOOP_INIT_SECRET_KEY"] = "" },
            ct: Ct
        );
        Assert.Contains("COZELOOP_KEY=sk-", product.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models.db")]
    [InlineData("queue-spans.db")]
    public async Task A_database_with_garbage_for_a_header_is_named(string name) =>
        await SpoiltAsync(
            async folder => await OverwriteAsync(Path.Combine(folder, name), at: 0, RandomNumberGenerator.GetBytes(4096)),
            $"/{name} is corrupt",
            "backup"
        );

    [Fact]
    public async Task A_database_that_was_cut_off_is_named() =>
        await SpoiltAsync(
            folder => Checkpointed(folder, "workspaces.db", file => file.SetLength(file.Length / 2)),
            "/workspaces.db is corrupt",
            "backup"
        );

    [Fact]
    public async Task A_database_with_a_malformed_page_is_named() =>
        await SpoiltAsync(
            folder =>
                Checkpointed(
                    folder,
                    "experiments.db",
                    file =>
                    {
                        file.Position = 3 * 4096;
                        file.Write(RandomNumberGenerator.GetBytes(2 * 4096));
                    }
                ),
            "/experiments.db is corrupt",
            "backup"
        );

    [Fact]
    public async Task A_database_that_lost_all_it_held_is_no_new_one() =>
        await SpoiltAsync(
            folder => Checkpointed(folder, "prompts.db", file => file.SetLength(0)),
            "/prompts.db is corrupt (it is empty)",
            "backup"
        );

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone() =>
        await SpoiltAsync(
            async folder =>
            {
                await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "models.db")};Pooling=False");
                await connection.OpenAsync(Ct);
                await using var command = connection.CreateCommand();
                command.CommandText = "INSERT INTO schema_migrations VALUES ('service', '9999_later.sql', '', 0)";
                await command.ExecuteNonQueryAsync(Ct);
            },
            "/models.db was written by a newer version of cozeloop (9999_later.sql",
            "COZELOOP_DATA"
        );

    [Fact]
    public async Task A_missing_master_key_beside_data_is_not_replaced_by_a_new_one()
    {
        string folder = await SpoiltAsync(
            folder => File.Delete(Path.Combine(folder, "master.key")),
            "/master.key is missing",
            "COZELOOP_MASTER_KEY"
        );
        Assert.False(File.Exists(Path.Combine(folder, "master.key")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key at all")]
    [InlineData("c2hvcnQ=")]
    public async Task A_master_key_that_is_none_is_named(string text) =>
        await SpoiltAsync(
            folder => File.WriteAllText(Path.Combine(folder, "master.key"), text),
            "/master.key holds no master key",
            "backup",
            "COZELOOP_MASTER_KEY"
        );

    [Fact]
    public async Task A_master_key_of_other_data_is_told_from_the_right_one()
    {
        string folder = await installation.CopyAsync(),
            other = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await RefusedAsync(folder, ["COZELOOP_MASTER_KEY is not the one", "put that key back"], ("COZELOOP_MASTER_KEY", other));
        await File.WriteAllTextAsync(Path.Combine(folder, "master.key"), other, Ct);
        await RefusedAsync(folder, ["/master.key is not the one", "put that key back"]);
    }

    [Fact]
    public async Task Garbage_in_the_engines_metadata_is_named_with_its_file() =>
        await SpoiltAsync(
            folder => File.WriteAllText(Path.Combine(folder, "clickhouse/metadata/default/spans.sql"), "garbage"),
            "/clickhouse cannot be opened",
            "spans.sql",
            "backup"
        );

    [Fact]
    public async Task Engine_metadata_that_is_gone_is_no_empty_store() =>
        await SpoiltAsync(
            folder => Directory.Delete(Path.Combine(folder, "clickhouse/metadata"), recursive: true),
            "/clickhouse cannot be opened",
            "holds rows",
            "backup"
        );

    [Theory]
    [InlineData("/nowhere/libchdb.so", "CHDB_LIBRARY names /nowhere/libchdb.so")]
    [InlineData("/etc/passwd", "/etc/passwd is no library")]
    public async Task An_engine_library_that_cannot_be_loaded_is_named(string library, string said)
    {
        string folder = installation.Nowhere();
        await RefusedAsync(folder, [said, "npm ci"], ("CHDB_LIBRARY", library));
        Assert.False(File.Exists(Path.Combine(folder, "workspaces.db")));
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_named()
    {
        string file = installation.Nowhere();
        await File.WriteAllTextAsync(file, "x", Ct);
        await RefusedAsync(file, [$"The data folder {file} is a file", "COZELOOP_DATA"]);
    }

    [Fact]
    public async Task A_data_folder_of_somebody_else_is_named()
    {
        Assert.SkipWhen(Environment.UserName != "root", "only root can give a folder away");
        string folder = await installation.CopyAsync();
        var given = await ExternalProgram.RunAsync("chown", ["65534", folder], ct: Ct);
        Assert.Equal(0, given.ExitCode);
        await RefusedAsync(folder, [$"The data folder {folder} belongs to the user 65534", "chown", "COZELOOP_DATA"]);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named() =>
        await RefusedAsync("/proc/cozeloop", ["The data folder /proc/cozeloop cannot be written", "COZELOOP_DATA"]);

    [Fact]
    public async Task Every_wrong_setting_is_named_at_once_with_its_value_and_its_range()
    {
        var started = await Installation.StartAsync(
            installation.Nowhere(),
            [
                ("Experiments__Workers", "0"),
                ("Evaluation__Concurrency", "many"),
                ("COZELOOP_LISTEN", "all"),
                ("COZELOOP_INIT_SECRET_KEY", "short"),
            ],
            Ct
        );
        Assert.Equal(1, started.ExitCode);
        string[] lines = Lines(started.Error);
        Assert.Contains("cozeloop: Experiments__Workers must be a whole number from 1 to 1024, not \"0\".", lines);
        Assert.Contains("cozeloop: Evaluation__Concurrency must be a whole number from 1 to 256, not \"many\".", lines);
        Assert.Contains("cozeloop: COZELOOP_LISTEN must be loopback or any, not \"all\".", lines);
        Assert.Contains(lines, line => line.StartsWith("cozeloop: COZELOOP_INIT_SECRET_KEY must begin", StringComparison.Ordinal));
        Assert.Equal(4, lines.Length);
    }

    [Theory]
    [InlineData("tracing")]
    [InlineData("workspaces")]
    public async Task A_service_by_itself_refuses_in_the_same_form(string service)
    {
        var build = ServiceBuild.Of(service);
        string program = Path.Combine(build.Folder, build.Program + ".dll");
        var started = await Installation.StartAsync(installation.Nowhere(), [], Ct, program);
        Assert.Equal(1, started.ExitCode);
        Assert.All(Lines(started.Error), line => Assert.StartsWith("cozeloop: ", line, StringComparison.Ordinal));
        Assert.Contains("cozeloop: ConnectionStrings:RocketMq is not set", started.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_strings_that_cannot_be_read_are_named_together()
    {
        var started = await Installation.StartAsync(
            installation.Nowhere(),
            [
                ("ConnectionStrings__Redis", "Endpoint=here"),
                ("ConnectionStrings__MySql", "Servr=x"),
                ("ConnectionStrings__Blobs", "Bucket=b"),
            ],
            Ct
        );
        Assert.Equal(1, started.ExitCode);
        string[] lines = Lines(started.Error);
        Assert.Equal(3, lines.Length);
        Assert.All(
            (string[])["ConnectionStrings:Redis", "ConnectionStrings:MySql", "ConnectionStrings:Blobs"],
            name => Assert.Contains(lines, line => line.Contains(name, StringComparison.Ordinal))
        );
    }

    private Task<string> SpoiltAsync(Action<string> spoil, params string[] said) =>
        SpoiltAsync(
            folder =>
            {
                spoil(folder);
                return Task.CompletedTask;
            },
            said
        );

    private async Task<string> SpoiltAsync(Func<string, Task> spoil, params string[] said)
    {
        string folder = await installation.CopyAsync();
        await spoil(folder);
        await RefusedAsync(folder, said);
        return folder;
    }

    private static async Task RefusedAsync(string folder, string[] said, params (string Name, string Value)[] settings)
    {
        var started = await Installation.StartAsync(folder, settings, Ct);
        Assert.Equal(1, started.ExitCode);
        string line = Assert.Single(Lines(started.Error));
        Assert.StartsWith("cozeloop: ", line, StringComparison.Ordinal);
        Assert.All(said, words => Assert.Contains(words, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", started.Output + started.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("COZELOOP_KEY=", started.Output, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>All that the log beside it holds is moved into the file first.</summary>
    private static void Checkpointed(string folder, string name, Action<FileStream> spoil)
    {
        string path = Path.Combine(folder, name);
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        spoil(file);
    }

    private static async Task OverwriteAsync(string path, long at, byte[] bytes)
    {
        File.Delete(path + "-wal");
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        await file.WriteAsync(bytes, Ct);
    }
}
