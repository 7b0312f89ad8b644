using System.Globalization;
using System.Text;
using CozeLoop.Platform.ClickHouse;

namespace CozeLoop.Bench.Outages;

/// <summary>What the store holds, asked past the product.</summary>
internal sealed class StoredSpans(ClickHouseStore store)
{
    /// <summary>Rows of the load's own kind so far.</summary>
    public async Task<long> OfLoadAsync() =>
        long.Parse((await LinesAsync("SELECT count() FROM spans WHERE name = 'invoke_agent support'"))[0], CultureInfo.InvariantCulture);

    /// <summary>Traces of probes that can be read.</summary>
    public async Task<HashSet<string>> ProbesAsync() =>
        [.. await LinesAsync($"SELECT DISTINCT trace_id FROM spans WHERE name = '{Probes.Name}'")];

    /// <summary>How many spans readers see of each trace.</summary>
    public async Task<Dictionary<string, int>> PerTraceAsync() =>
        (await LinesAsync("SELECT trace_id, count() FROM spans FINAL GROUP BY trace_id"))
            .Select(line => line.Split('\t'))
            .ToDictionary(row => row[0], row => int.Parse(row[1], CultureInfo.InvariantCulture));

    private async Task<string[]> LinesAsync(string sql) =>
        Encoding.UTF8.GetString(await store.QueryRawAsync(sql, "TSV")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
