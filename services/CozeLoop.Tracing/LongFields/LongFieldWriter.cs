using System.Text;
using CozeLoop.Platform.Blobs;
using CozeLoop.Tracing.Spans;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.LongFields;

/// <summary>Moves long texts out of spans into blobs, whole, and leaves their beginning in the row: no text is ever cut or lost, and none
/// makes the rows around it slow.</summary>
internal sealed class LongFieldWriter(IBlobStore blobs, IOptions<LongFieldOptions> options)
{
    private const int PutsAtOnce = 4,
        BytesPerChar = 3;

    /// <summary>The spans as rows are made of them. On return every blob they refer to is durable.</summary>
    /// <exception cref="Platform.Messaging.StoreUnavailableException">The blob store is away.</exception>
    public async Task<IReadOnlyList<SpanRecord>> MoveAsync(IReadOnlyList<SpanRecord> spans, CancellationToken ct)
    {
        if (!spans.Any(MayBeLong))
            return spans;
        var contents = new Dictionary<string, byte[]>();
        SpanRecord[] moved = [.. spans.Select(span => MayBeLong(span) ? Move(span, contents) : span)];
        await Parallel.ForEachAsync(
            contents,
            new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = ct },
            async (content, token) =>
            {
                using var stream = new MemoryStream(content.Value, writable: false);
                await blobs.PutAsync(content.Key, stream, token);
            }
        );
        return moved;
    }

    private bool MayBeLong(SpanRecord span) => SpanTexts.AnyLonger(span, options.Value.MaxBytes / BytesPerChar);

    private SpanRecord Move(SpanRecord span, Dictionary<string, byte[]> contents)
    {
        var references = new Dictionary<string, string>();
        var row = SpanTexts.Replace(
            span,
            (field, text) =>
            {
                if (text.Length <= options.Value.MaxBytes / BytesPerChar || Encoding.UTF8.GetByteCount(text) <= options.Value.MaxBytes)
                    return text;
                byte[] content = Encoding.UTF8.GetBytes(text);
                string key = LongFieldKeys.Of(options.Value.Retention, span.WorkspaceId, span.TraceId, content);
                contents[key] = content;
                references[field] = key;
                return Preview(field, text);
            }
        );
        return references.Count == 0 ? span : row with { LongFields = references };
    }

    private static string Preview(string field, string text) => SpanTexts.IsJson(field) ? "" : Beginning.Of(text);
}
