using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Workspaces.Keys;

/// <summary>Has every replica forget a revoked key, also where the one that revoked it ended before it could.</summary>
internal sealed class RevokedKeys(CredentialVerifier credentials) : IMessageHandler
{
    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            var told = message.Read<PlatformEvent>();
            if (told.ApiKeyRevoked is { } revoked)
                await credentials.ForgetAsync(KeyRevoked.HolderOf(revoked.PublicKey));
        }
    }
}
