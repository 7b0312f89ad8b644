using System.Collections.Concurrent;
using System.Text;
using CozeLoop.Platform.Blobs;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.LongFields;

/// <summary>Puts long texts back where they were before <see cref="LongFieldWriter"/>.</summary>
internal sealed class LongFieldReader(IBlobStore blobs)
{
    private const int GetsAtOnce = 4;

    /// <summary>The rows with their whole texts. A text whose blob has expired stays its beginning, and the row says so in <see cref="SpanRow.Incomplete"/>.</summary>
    /// <exception cref="Platform.Messaging.StoreUnavailableException">The blob store is away.</exception>
    public async Task<IReadOnlyList<SpanRow>> RestoreAsync(IReadOnlyList<SpanRow> rows, CancellationToken ct)
    {
        string[] keys = [.. rows.SelectMany(row => row.LongFields.Values).Distinct()];
        if (keys.Length == 0) return rows;
        var texts = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = GetsAtOnce, CancellationToken = ct }, async (key, token) =>
        {
            if (await ReadAsync(key, token) is { } text) texts[key] = text;
        });
        return [.. rows.Select(row => row.LongFields.Count == 0 ? row : Restore(row, texts))];
    }

    private async Task<string?> ReadAsync(string key, CancellationToken ct)
    {
        await using var stream = await blobs.OpenAsync(key, ct: ct);
        if (stream is null) return null;
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole, ct);
        return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
    }

    private static SpanRow Restore(SpanRow row, ConcurrentDictionary<string, string> texts)
    {
        var whole = SpanTexts.Replace(row, (field, text) => row.LongFields.TryGetValue(field, out string? key) && texts.TryGetValue(key, out string? found) ? found : text);
        return whole with { Incomplete = [.. row.LongFields.Where(field => !texts.ContainsKey(field.Value)).Select(field => field.Key).Order(StringComparer.Ordinal)] };
    }
}
