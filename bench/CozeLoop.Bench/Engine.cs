using System.Globalization;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Hosting;
using CozeLoop.Testing;
using CozeLoop.Tracing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Bench;

/// <summary>Work on the engine alone, each piece in a process of its own: a process can open one folder only, and the measured one must
/// carry nothing else.</summary>
internal static class Engine
{
    /// <summary>Runs a piece of work in a child process; its answer is the last line it wrote.</summary>
    /// <param name="work">One of the names of <see cref="RunAsync"/>.</param>
    public static async Task<string[]> InChildAsync(string work, params string[] arguments)
    {
        string program = Path.ChangeExtension(typeof(Engine).Assembly.Location, ".dll");
        var result = await ExternalProgram.RunAsync("dotnet", [program, "engine", work, .. arguments]);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"The engine's process failed at {work}: {result.Output}{result.Error}");
        return result.Output.Trim().Split('\n')[^1].Split(' ');
    }

    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var folder = new DataFolder(arguments[1]);
        await using var store = new ClickHouseStore(
            new ConfigurationBuilder().AddEnvironmentVariables().Build(),
            folder,
            TimeProvider.System,
            NullLogger<ClickHouseStore>.Instance
        );
        string answer = arguments[0] switch
        {
            "export" => await ExportAsync(store, arguments[2], int.Parse(arguments[3], CultureInfo.InvariantCulture)),
            "insert" => await InsertAsync(store, arguments[2]),
            "sizes" => await SizesAsync(store),
            "multiply" => await MultiplyAsync(store, int.Parse(arguments[2], CultureInfo.InvariantCulture)),
            _ => throw new ArgumentException($"There is no work named {arguments[0]}."),
        };
        Console.WriteLine(answer);
    }

    /// <summary>Writes the stored spans as Native files of that many rows, and answers how many there are, each span once.</summary>
    private static async Task<string> ExportAsync(ClickHouseStore store, string target, int rows)
    {
        long count = long.Parse(await TextAsync(store, "SELECT count() FROM spans FINAL"), CultureInfo.InvariantCulture);
        // Plain texts, as the product sends them: the engine takes those faster than its own LowCardinality.
        const string Settings = "SETTINGS low_cardinality_allow_in_native_format = 0, max_threads = 1";
        for (long at = 0; at < count; at += rows)
        {
            byte[] block = await store.QueryRawAsync(
                $"SELECT * FROM spans ORDER BY received, workspace_id, start, trace_id, span_id LIMIT {rows} OFFSET {at} {Settings}",
                "Native"
            );
            await File.WriteAllBytesAsync(Path.Combine(target, $"{at:D12}.native"), block);
        }
        return count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Inserts such files into the same table in an empty folder, one after the other; answers the seconds of the clock and of the
    /// cores.</summary>
    private static async Task<string> InsertAsync(ClickHouseStore store, string source)
    {
        await store.MigrateAsync(typeof(TracingService).Assembly);
        var blocks = new List<byte[]>();
        foreach (string file in Directory.EnumerateFiles(source).Order(StringComparer.Ordinal))
            blocks.Add(await File.ReadAllBytesAsync(file));
        var cores = Environment.CpuUsage.TotalTime;
        long started = TimeProvider.System.GetTimestamp();
        foreach (byte[] block in blocks)
            await store.InsertNativeAsync("spans", block);
        double clock = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"{clock} {(Environment.CpuUsage.TotalTime - cores).TotalSeconds}");
    }

    /// <summary>Merges all there is; answers rows, bytes of structure, bytes on disk with indexes, and bytes of the same rows as JSON
    /// lines.</summary>
    private static async Task<string> SizesAsync(ClickHouseStore store)
    {
        const string Texts =
            "'input', 'output', 'input_preview', 'output_preview', 'tool_arguments', 'tool_result', "
            + "'prompt_variables', 'parameters', 'attributes', 'events', 'status_message'";
        foreach (string table in new[] { "spans", "trace_bounds" })
            await store.ExecuteAsync($"OPTIMIZE TABLE {table} FINAL");
        string rows = await TextAsync(store, "SELECT count() FROM spans");
        string content = await TextAsync(
            store,
            $"SELECT sum(column_data_compressed_bytes) FROM system.parts_columns WHERE active AND table = 'spans' AND column IN ({Texts})"
        );
        string disk = await TextAsync(
            store,
            "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table IN ('spans', 'trace_bounds')"
        );
        // What a span says and no more: without the previews, which repeat its content, and without columns that say nothing.
        string json = await TextAsync(
            store,
            "SELECT sum(length(formatRowNoNewline('JSONEachRow', trace_id, span_id, parent_span_id, name, kind, start, "
                + "duration, status, session_id, task_id, input, output, tool_name, tool_call_id, "
                + "tool_arguments, tool_result, attributes))) FROM spans"
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rows} {long.Parse(disk, CultureInfo.InvariantCulture) - long.Parse(content, CultureInfo.InvariantCulture)} {disk} {json}"
        );
    }

    /// <summary>Copies the stored spans into new traces over the ten days before them, until there are enough; answers how many.</summary>
    private static async Task<string> MultiplyAsync(ClickHouseStore store, int target)
    {
        long count = long.Parse(await TextAsync(store, "SELECT count() FROM spans FINAL"), CultureInfo.InvariantCulture);
        await store.ExecuteAsync("CREATE TABLE seed AS spans ENGINE = MergeTree ORDER BY (workspace_id, start, trace_id, span_id)");
        await store.ExecuteAsync("INSERT INTO seed SELECT * FROM spans FINAL");
        long copies = target / count;
        for (long copy = 1; copy < copies; copy++)
        {
            // A trace keeps together: its spans move by the same time, to an id made of the old one and the copy's number.
            await store.ExecuteAsync(
                $"""
                INSERT INTO spans SELECT * REPLACE (lower(hex(MD5(concat(trace_id, '{copy}')))) AS trace_id,
                    start - toIntervalSecond({copy} * 864000 / {copies}) AS start)
                FROM seed SETTINGS max_partitions_per_insert_block = 0
                """
            );
        }
        await store.ExecuteAsync("DROP TABLE seed");
        return await TextAsync(store, "SELECT count() FROM spans");
    }

    private static async Task<string> TextAsync(ClickHouseStore store, string sql) =>
        System.Text.Encoding.UTF8.GetString(await store.QueryRawAsync(sql, "TSV")).Trim();
}
