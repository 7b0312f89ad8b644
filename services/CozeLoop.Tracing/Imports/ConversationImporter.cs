using System.Globalization;
using System.Text.Json;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Imports;

/// <summary>Imports a file of conversations, a few at a time. The same file again gives the same spans in the same places.</summary>
internal sealed class ConversationImporter(ConversationFile conversations, ImportPlaces places, ImportWriter writer, TimeProvider time)
{
    // Between conversations, so that their spans do not interleave.
    private const long Distance = 1_000_000;

    // Conversations whose places are reserved together, and the messages they may have.
    private const int AtOnce = 200,
        MessagesAtOnce = 10_000;

    /// <param name="open">Opens the file from its start; called twice, because a file of unknown length must end before now.</param>
    public async Task<ImportOutcome> ImportAsync(
        long workspaceId,
        Func<Stream> open,
        string? tools,
        string? name,
        bool sample,
        CancellationToken ct
    )
    {
        var definitions = tools is null ? [] : AnyTools.Read(tools);
        if (tools is not null && definitions.Count == 0)
            return new ImportOutcome.Unusable("The tools are no list of tool definitions in OpenAI's form.");
        string? toolsJson = definitions.Count == 0 ? null : JsonSerializer.Serialize(definitions, Json.Compact);
        var import = new ConversationImport(workspaceId.ToString(CultureInfo.InvariantCulture), name, sample, toolsJson);
        var run = new Run(workspaceId, import, new ImportTally());
        await using (var counted = open())
            run.Next = time.UnixNano() - await ConversationFile.CountAsync(counted, ct) * Distance;

        await using var file = open();
        var some = new List<Conversation>();
        await foreach (var conversation in conversations.ReadAsync(file, toolsJson?.Length ?? 0, run.Tally, ct))
        {
            some.Add(conversation);
            if (some.Count < AtOnce && some.Sum(c => c.Messages.Count) < MessagesAtOnce)
                continue;
            if (await WriteAsync(run, some, ct) is { } full)
                return new ImportOutcome.Busy(full);
            some.Clear();
        }
        if (await WriteAsync(run, some, ct) is { } reason)
            return new ImportOutcome.Busy(reason);
        return run.Tally.IsEmpty
            ? new ImportOutcome.Unusable(run.Tally.WhyEmpty("conversation"))
            : new ImportOutcome.Done(run.Tally.ToResult());
    }

    private async Task<string?> WriteAsync(Run run, List<Conversation> some, CancellationToken ct)
    {
        if (some.Count == 0)
            return null;
        var starts = await places.ReserveAsync(run.WorkspaceId, [.. some.Select(c => (c.Key, (run.Next += Distance) - Distance))], ct);
        var spans = some.SelectMany(c => new ConversationSpans(c, starts[c.Key], run.Import).Write());
        if (await writer.WriteSpansAsync(run.WorkspaceId, spans, run.Tally, ct) is { } full)
            return full;
        // A conversation that was refused as a whole is not there to be scored.
        var scores = some.Where(c => c.Success is not null && run.Tally.HasSession(c.Id))
            .Select(c => Success(c, starts[c.Key], run.Import.WorkspaceText))
            .ToList();
        run.Tally.AddScores(scores.Count);
        await writer.WriteScoresAsync(run.WorkspaceId, scores, ct);
        return null;
    }

    private static Score Success(Conversation conversation, long start, string workspace) =>
        new(Ids.TraceId("success", workspace, conversation.Id, conversation.Key), "success", conversation.Success, null)
        {
            DataType = conversation.Success is 0 or 1 ? ScoreDataTypes.Boolean : ScoreDataTypes.Numeric,
            SessionId = conversation.Id,
            Source = ScoreSources.Import,
            Time = Times.OfUnixNano(start),
        };

    private sealed record Run(long WorkspaceId, ConversationImport Import, ImportTally Tally)
    {
        /// <summary>Where the next conversation stands that was never imported before.</summary>
        public long Next { get; set; }
    }
}

internal abstract record ImportOutcome
{
    public sealed record Done(ImportResult Result) : ImportOutcome;

    /// <summary>The file holds nothing to import, or nothing that was taken.</summary>
    public sealed record Unusable(string Reason) : ImportOutcome;

    /// <summary>The queue is full; the import may be sent again as it is.</summary>
    public sealed record Busy(string Reason) : ImportOutcome;
}
