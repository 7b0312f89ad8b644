using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Layout;

/// <summary>Where an id leads that somebody pasted: a trace, a session, a span, a prompt, a replay or an evaluator has it.</summary>
internal static class PastedId
{
    /// <returns>The page's address; null where nothing in the workspace has this id.</returns>
    public static async Task<string?> FindAsync(StudioClients clients, string id, CancellationToken ct)
    {
        Task<string?>[] places =
        [
            TraceAsync(clients, id, "trace", ct),
            SessionAsync(clients, id, ct),
            TraceAsync(clients, id, "span", ct),
            PageAsync(clients.Prompts.FindAsync(id, ct), Links.Prompt(id)),
            PageAsync(clients.Replays.FindAsync(id, ct), Links.Replay(id)),
            PageAsync(clients.Evaluators.FindAsync(id, ct), Links.Evaluator(id)),
        ];
        string? found = (await Task.WhenAll(places)).FirstOrDefault(link => link is not null);
        return found is null && IsHexWithCapitals(id) ? await FindAsync(clients, id.ToLowerInvariant(), ct) : found;
    }

    /// <summary>Ids of traces and spans are kept in small letters; other tools show the same ids in capitals.</summary>
    private static bool IsHexWithCapitals(string id) =>
        id.Length is 16 or 32 && id.All(char.IsAsciiHexDigit) && id.Any(char.IsAsciiLetterUpper);

    /// <summary>By its own id, or by that of one of its spans, which is then selected.</summary>
    private static async Task<string?> TraceAsync(StudioClients clients, string id, string field, CancellationToken ct)
    {
        var page = await clients.Tracing.ListTracesAsync(Term(field, id), DateTimeOffset.UnixEpoch, null, 1, ct: ct);
        if (page.Items is not [var trace, ..])
            return null;
        return field == "trace" ? Links.Trace(trace.TraceId) : Links.Span(new SpanRef(trace.TraceId, id));
    }

    private static async Task<string?> SessionAsync(StudioClients clients, string id, CancellationToken ct)
    {
        var page = await clients.Tracing.ListSessionsAsync(Term("session", id), DateTimeOffset.UnixEpoch, null, 1, ct: ct);
        return page.Items.Any(s => s.SessionId == id) ? Links.Session(id) : null;
    }

    private static async Task<string?> PageAsync<T>(Task<T?> found, string link)
        where T : class => await found is null ? null : link;

    private static string Term(string field, string id) => $"{field}:\"{id.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
