using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Tracing.Scores;

/// <summary>Stores scores, whoever gave them. The same id again replaces.</summary>
internal sealed class ScoreWriter(ClickHouseStore store) : IMessageHandler
{
    public const string Group = "score-writer";

    public static ConsumerOptions Options { get; } = new() { BatchSize = 256, Linger = TimeSpan.FromMilliseconds(500) };

    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        var rows = messages.Select(m => m.Read<ScoresRecorded>()).SelectMany(m => m.Scores.Select(s => (m.WorkspaceId, s))).ToList();
        if (rows.Count == 0)
            return;
        using var block = ScoreRows.Encode(rows);
        await store.InsertNativeAsync(ScoreRows.Table, block.Encode(), ct);
    }
}
