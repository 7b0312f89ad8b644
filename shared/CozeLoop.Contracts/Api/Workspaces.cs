namespace CozeLoop.Contracts.Api;

public sealed record CurrentUser(string UserId, string Email, string Name, IReadOnlyList<WorkspaceSummary> Workspaces)
{
    /// <summary>The workspace of the request.</summary>
    public string WorkspaceId { get; init; } = "";

    /// <summary>False for one who logged in by a link and has set none yet: the first needs no old one.</summary>
    public bool HasPassword { get; init; }
}

/// <param name="Role"><c>owner | admin | developer | annotator | viewer</c>; null for a key, and where nobody asked.</param>
public sealed record WorkspaceSummary(string Id, string Name, string? Role);

/// <param name="OwnerEmail">For a key, which is no person: a member of its workspace.</param>
public sealed record CreateWorkspace(string? Name, string? OwnerEmail = null);

public sealed record RenameWorkspace(string? Name);

public sealed record Member(string UserId, string Email, string Name, string Role, bool HasPassword);

/// <param name="Name">Null: what stands before the address's @.</param>
public sealed record AddMember(string? Email, string? Role, string? Name = null);

/// <param name="InvitationPath">Behind the product's address: a page that sets a password, once, within seven days. Null for one who has an
/// account.</param>
public sealed record AddedMember(Member Member, string? InvitationPath)
{
    /// <summary>
    /// The address had an account before: what was added is that account, whoever it was made by. Without a password and without an
    /// invitation its way in is a reset by whoever operates the machine.
    /// </summary>
    public bool AccountExists { get; init; }
}

public sealed record ChangeRole(string? Role);

/// <param name="CurrentPassword">Null for one who has none yet.</param>
/// <param name="NewPassword">8 to 256 characters.</param>
public sealed record ChangePassword(string? CurrentPassword, string? NewPassword);

/// <param name="Client">What the browser or program called itself.</param>
/// <param name="IsCurrent">The session that asks.</param>
public sealed record UserSession(string Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string? Client, bool IsCurrent);

/// <param name="Token">Of an invitation's or a reset's link.</param>
/// <param name="Password">8 to 256 characters.</param>
public sealed record SetPassword(string? Token, string? Password);

/// <summary>Internal.</summary>
public sealed record ResetUser(string? Email);

/// <param name="Link">Sets a new password, once, for a day.</param>
public sealed record UserReset(string Link);

/// <summary>Who acted: <c>user:1</c> or <c>key:pk-…</c>, and the name people know.</summary>
public sealed record Actor(string Id, string Name);

public sealed record ApiKeySummary(
    string PublicKey,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt
);

public sealed record CreateApiKey(string Name, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt);

/// <summary>The only answer that carries the secret.</summary>
public sealed record CreatedApiKey(ApiKeySummary Key, string SecretKey);

public sealed record LoginRequest(string Email, string Password);

/// <summary>Internal: a key pair or a session to check. <see cref="PublicKey"/> is null for Bearer.</summary>
public sealed record VerifyCredential(string? PublicKey, string? SecretKey, string? SessionToken, long? WorkspaceId)
{
    /// <summary>A session by its name, for the studio's open pages: they do not keep the token.</summary>
    public string? SessionId { get; init; }
}

public sealed record LoginSession(string Token, DateTimeOffset ExpiresAt, string UserId);
