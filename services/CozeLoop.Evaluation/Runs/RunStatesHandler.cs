using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Evaluation.Runs;

/// <summary>Hears what people did with a run.</summary>
internal sealed class RunStatesHandler(KnownRuns runs) : IMessageHandler
{
    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            var fact = JsonSerializer.Deserialize<PlatformEvent>(message.Body.Span, Json.Compact)!;
            if (fact.RunStateChanged is { } change)
                await runs.ChangeAsync(fact.WorkspaceId, fact.Version, change, ct);
        }
    }
}
