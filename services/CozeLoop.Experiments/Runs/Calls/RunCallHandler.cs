using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Experiments.Runs.Calls;

/// <summary>A message that names a call wakes a worker for it. Whether there is anything to do is the database's to say.</summary>
internal sealed class RunCallHandler(CallRunner runner) : IMessageHandler
{
    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            var wake = message.Read<RunCall>();
            await runner.RunAsync(wake.WorkspaceId, wake.CallId, probe: false, ct);
        }
    }
}
