using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using Mediator;

namespace CozeLoop.Platform.Events;

/// <summary>Sends the message of a change on its way with the change.</summary>
internal sealed class MessageOnRaised(TimeProvider time) : INotificationHandler<Raised>
{
    public ValueTask Handle(Raised notification, CancellationToken cancellationToken)
    {
        if (notification.Event.Message(time.UnixMs()) is { } message)
            notification.Transaction.Publish(Topics.Events, message);
        return ValueTask.CompletedTask;
    }
}
