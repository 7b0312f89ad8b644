using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Events;
using Mediator;

namespace CozeLoop.Experiments.Runs.Live;

/// <summary>Tells every replica which run is not as it was, once that is on disk. What changed is read from the database.</summary>
internal sealed class TellWatchers(IBroadcast broadcast) : INotificationHandler<Committed>
{
    public const string Channel = "runs-changed";

    public async ValueTask Handle(Committed notification, CancellationToken cancellationToken)
    {
        if (notification.Event is RunEvent change)
            await broadcast.TellAsync(Channel, change.RunId);
    }
}
