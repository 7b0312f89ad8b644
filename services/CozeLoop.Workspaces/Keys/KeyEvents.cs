using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Events;
using CozeLoop.Workspaces.Credentials;

namespace CozeLoop.Workspaces.Keys;

internal sealed record KeyCreated(Caller By, string PublicKey, string Name) : DomainEvent(By.WorkspaceId, By.Actor)
{
    public override AuditLine Audit => new(AuditActions.ApiKeyCreated, PublicKey, Name);
}

internal sealed record KeyRevoked(Caller By, string PublicKey) : DomainEvent(By.WorkspaceId, By.Actor), ICredentialChange
{
    public override AuditLine Audit => new(AuditActions.ApiKeyRevoked, PublicKey);
    public string Holder => HolderOf(PublicKey);

    /// <summary>Told again should this process end before every replica forgot the key.</summary>
    public override PlatformEvent Message(long version) => new(WorkspaceId, version) { ApiKeyRevoked = new(PublicKey) };

    public static string HolderOf(string publicKey) => "key:" + publicKey;
}
