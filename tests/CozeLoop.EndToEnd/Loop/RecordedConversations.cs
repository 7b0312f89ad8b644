using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The 100 recorded airline conversations, as the tests use them.</summary>
internal static class RecordedConversations
{
    private static readonly DateTimeOffset LaterOn = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Path of the file; the test skips where it is absent.</summary>
    public static string File()
    {
        string? file = SharedFolder.Find("data/conversations/airline-support-gpt-4o.jsonl");
        Assert.SkipWhen(file is null, "the recorded conversations (shared/data/conversations) are absent");
        return file;
    }

    /// <summary>Imports them and waits until they can be found.</summary>
    public static async Task<ImportResult> ImportAsync(HttpClient http, CancellationToken ct)
    {
        await using var lines = System.IO.File.OpenRead(File());
        var imported = await new TracingClient(http).ImportConversationsAsync(lines, name: "airline-support", ct: ct);
        await Queues.DrainedAsync(http, ct);
        // What a broker of several processes has handed out and no consumer has received yet is in nobody's figures for a moment.
        var tracing = new TracingClient(http);
        await Eventually.Async(async () => await StoredAsync(tracing, ct) == (imported.Traces, imported.Spans));
        return imported;
    }

    /// <summary>Traces and their spans, counted page by page.</summary>
    private static async Task<(int Traces, int Spans)> StoredAsync(TracingClient tracing, CancellationToken ct)
    {
        var (traces, spans) = (0, 0);
        string? cursor = null;
        do
        {
            var page = await tracing.ListTracesAsync(from: DateTimeOffset.UnixEpoch, to: LaterOn, limit: 100, cursor: cursor, ct: ct);
            traces += page.Items.Count;
            spans += page.Items.Sum(t => t.SpanCount);
            cursor = page.NextCursor;
        } while (cursor is not null);
        return (traces, spans);
    }
}
