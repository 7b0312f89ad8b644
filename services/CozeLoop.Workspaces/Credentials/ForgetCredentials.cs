using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Events;
using Mediator;

namespace CozeLoop.Workspaces.Credentials;

/// <summary>A change after which what replicas know of someone's credential is wrong.</summary>
internal interface ICredentialChange
{
    /// <summary>The actor whose credential it is.</summary>
    string Holder { get; }
}

/// <summary>Has every replica ask again.</summary>
internal sealed class ForgetCredentials(CredentialVerifier verifier) : INotificationHandler<Committed>
{
    public async ValueTask Handle(Committed notification, CancellationToken cancellationToken)
    {
        if (notification.Event is ICredentialChange change)
            await verifier.ForgetAsync(change.Holder);
    }
}
