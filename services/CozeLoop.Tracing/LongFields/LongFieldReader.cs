using System.Collections.Concurrent;
using System.Text;
using CozeLoop.Platform.Blobs;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing.LongFields;

/// <summary>Puts long texts back where they were before <see cref="LongFieldWriter"/>.</summary>
internal sealed class LongFieldReader(IBlobStore blobs)
{
    private const int GetsAtOnce = 4;

    /// <summary>The rows with their whole texts. A text whose blob has expired stays its beginning, and the row says so in
    /// <see cref="SpanRecord.Incomplete"/>.</summary>
    /// <exception cref="Platform.Messaging.StoreUnavailableException">The blob store is away.</exception>
    public async Task<IReadOnlyList<SpanRecord>> RestoreAsync(IReadOnlyList<SpanRecord> rows, CancellationToken ct)
    {
        string[] keys = [.. rows.SelectMany(row => row.LongFields.Values).Distinct()];
        if (keys.Length == 0)
            return rows;
        var texts = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = GetsAtOnce, CancellationToken = ct },
            async (key, token) =>
            {
                if (await ReadAsync(key, token) is { } text)
                    texts[key] = text;
            }
        );
        return [.. rows.Select(row => row.LongFields.Count == 0 ? row : Restore(row, texts))];
    }

    /// <summary>The row with as many of its whole texts as the budget allows; the others keep their beginning and are named.</summary>
    /// <exception cref="Platform.Messaging.StoreUnavailableException">The blob store is away.</exception>
    public async Task<SpanRecord> RestoreAsync(SpanRecord row, ContentBudget budget, CancellationToken ct)
    {
        if (row.LongFields.Count == 0)
            return row;
        var texts = new ConcurrentDictionary<string, string>();
        var shortened = new List<string>();
        foreach (var (field, key) in row.LongFields.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (texts.ContainsKey(key))
                continue;
            var (text, isTooLong) = await ReadAsync(key, budget, ct);
            if (isTooLong)
                shortened.Add(field);
            else if (text is not null)
                texts[key] = text;
        }
        var restored = Restore(row, texts);
        return restored with { Shortened = shortened, Incomplete = [.. restored.Incomplete.Except(shortened)] };
    }

    /// <summary>The whole text of a field, to be read as it comes; null where it has no blob, or none any more.</summary>
    public async Task<Stream?> OpenAsync(SpanRecord row, string field, CancellationToken ct) =>
        row.LongFields.TryGetValue(field, out string? key) ? await blobs.OpenAsync(key, ct: ct) : null;

    private async Task<(string? Text, bool IsTooLong)> ReadAsync(string key, ContentBudget budget, CancellationToken ct)
    {
        // What does not fit is not read: a trace may refer to thousands of texts that are each a little longer than what is left.
        if (await blobs.LengthAsync(key, ct) is not { } length)
            return (null, false);
        return budget.TryTake(length) ? (await ReadAsync(key, ct), false) : (null, true);
    }

    private async Task<string?> ReadAsync(string key, CancellationToken ct)
    {
        await using var stream = await blobs.OpenAsync(key, ct: ct);
        if (stream is null)
            return null;
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole, ct);
        return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
    }

    private static SpanRecord Restore(SpanRecord row, ConcurrentDictionary<string, string> texts)
    {
        var whole = SpanTexts.Replace(
            row,
            (field, text) => row.LongFields.TryGetValue(field, out string? key) && texts.TryGetValue(key, out string? found) ? found : text
        );
        return whole with
        {
            Incomplete =
            [
                .. row.LongFields.Where(field => !texts.ContainsKey(field.Value)).Select(field => field.Key).Order(StringComparer.Ordinal),
            ],
        };
    }
}
