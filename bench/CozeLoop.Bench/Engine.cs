using System.Globalization;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Hosting;
using CozeLoop.Testing;
using CozeLoop.Tracing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Bench;

/// <summary>Work on the engine alone, each piece in a process of its own: a process can open one folder only, and the measured one must carry nothing else.</summary>
internal static class Engine
{
    /// <summary>Runs a piece of work in a child process; its answer is the last line it wrote.</summary>
    /// <param name="work">One of the names of <see cref="RunAsync"/>.</param>
    public static async Task<string[]> InChildAsync(string work, params string[] arguments)
    {
        string program = Path.ChangeExtension(typeof(Engine).Assembly.Location, ".dll");
        var result = await ExternalProgram.RunAsync("dotnet", [program, "engine", work, .. arguments]);
        if (result.ExitCode != 0) throw new InvalidOperationException($"The engine's process failed at {work}: {result.Output}{result.Error}");
        return result.Output.Trim().Split('\n')[^1].Split(' ');
    }

    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var folder = new DataFolder(arguments[1]);
        await using var store = new ClickHouseStore(new ConfigurationBuilder().AddEnvironmentVariables().Build(), folder, TimeProvider.System, NullLogger<ClickHouseStore>.Instance);
        string answer = arguments[0] switch
        {
            "export" => await ExportAsync(store, arguments[2], int.Parse(arguments[3], CultureInfo.InvariantCulture)),
            "insert" => await InsertAsync(store, arguments[2]),
            _ => throw new ArgumentException($"There is no work named {arguments[0]}."),
        };
        Console.WriteLine(answer);
    }

    /// <summary>Writes the stored spans as Native files of so many rows, and answers how many there are, each span once.</summary>
    private static async Task<string> ExportAsync(ClickHouseStore store, string target, int rows)
    {
        long count = long.Parse(System.Text.Encoding.UTF8.GetString(await store.QueryRawAsync("SELECT count() FROM spans FINAL", "TSV")), CultureInfo.InvariantCulture);
        // Plain texts, as the product sends them: the engine takes those faster than its own LowCardinality.
        const string Settings = "SETTINGS low_cardinality_allow_in_native_format = 0, max_threads = 1";
        for (long at = 0; at < count; at += rows)
        {
            byte[] block = await store.QueryRawAsync($"SELECT * FROM spans ORDER BY received, workspace_id, start, trace_id, span_id LIMIT {rows} OFFSET {at} {Settings}", "Native");
            await File.WriteAllBytesAsync(Path.Combine(target, $"{at:D12}.native"), block);
        }
        return count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Inserts such files into the same table in an empty folder, one after the other; answers the seconds of the clock and of the cores.</summary>
    private static async Task<string> InsertAsync(ClickHouseStore store, string source)
    {
        await store.MigrateAsync(typeof(TracingService).Assembly);
        var blocks = new List<byte[]>();
        foreach (string file in Directory.EnumerateFiles(source).Order(StringComparer.Ordinal)) blocks.Add(await File.ReadAllBytesAsync(file));
        var cores = Environment.CpuUsage.TotalTime;
        long started = TimeProvider.System.GetTimestamp();
        foreach (byte[] block in blocks) await store.InsertNativeAsync("spans", block);
        double clock = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"{clock} {(Environment.CpuUsage.TotalTime - cores).TotalSeconds}");
    }
}
