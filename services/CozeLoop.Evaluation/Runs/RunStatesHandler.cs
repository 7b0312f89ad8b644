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
            var fact = message.Read<PlatformEvent>();
            if (fact.RunStateChanged is { } change)
                await runs.ChangeAsync(fact.WorkspaceId, fact.Version, change, ct);
        }
    }
}
