namespace CozeLoop.Contracts.Api;

/// <summary>Who is logged in.</summary>
/// <param name="UserId">Names the person.</param>
/// <param name="Email">Their email address.</param>
/// <param name="Name">Display name.</param>
/// <param name="Workspaces">All workspaces they are a member of.</param>
public sealed record CurrentUser(string UserId, string Email, string Name, IReadOnlyList<WorkspaceSummary> Workspaces)
{
    /// <summary>The workspace of the request.</summary>
    public string WorkspaceId { get; init; } = "";

    /// <summary>False for someone who logged in by a link and has not set one yet: the first password needs no old one.</summary>
    public bool HasPassword { get; init; }
}

/// <summary>A workspace.</summary>
/// <param name="Id">Names the workspace; sent as <c>X-Workspace-Id</c> with a session.</param>
/// <param name="Name">Display name.</param>
/// <param name="Role">The caller's: <c>owner | admin | developer | annotator | viewer</c>; null for a key, and where nobody asked.</param>
public sealed record WorkspaceSummary(string Id, string Name, string? Role);

/// <summary>Body of <c>POST /api/v1/workspaces</c>.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="OwnerEmail">For a key, which is not a person: email address of a member of its workspace who will own the new one.</param>
public sealed record CreateWorkspace(string? Name, string? OwnerEmail = null);

/// <summary>Body of <c>PUT /api/v1/workspaces/{id}</c>.</summary>
/// <param name="Name">1 to 200 characters.</param>
public sealed record RenameWorkspace(string? Name);

/// <summary>A member of a workspace.</summary>
/// <param name="UserId">Names the person.</param>
/// <param name="Email">Their email address.</param>
/// <param name="Name">Display name.</param>
/// <param name="Role"><c>owner | admin | developer | annotator | viewer</c>.</param>
/// <param name="HasPassword">False for someone who has not used their invitation yet.</param>
public sealed record Member(string UserId, string Email, string Name, string Role, bool HasPassword);

/// <summary>Body of <c>POST /api/v1/members</c>.</summary>
/// <param name="Email">The person's email address, at most 320 characters.</param>
/// <param name="Role"><c>owner | admin | developer | annotator | viewer</c>.</param>
/// <param name="Name">At most 200 characters; null takes what stands before the address's @.</param>
public sealed record AddMember(string? Email, string? Role, string? Name = null);

/// <summary>A new member, and how they log in.</summary>
/// <param name="Member">The member who was added.</param>
/// <param name="InvitationPath">
/// Behind the product's address: a page that sets a password and works once, within seven days. Null for someone who already has an
/// account.
/// </param>
public sealed record AddedMember(Member Member, string? InvitationPath)
{
    /// <summary>
    /// The address already had an account: that account was added, whoever created it. Without a password and without an
    /// invitation its way in is a reset by whoever operates the machine.
    /// </summary>
    public bool AccountExists { get; init; }
}

/// <summary>Body of <c>PUT /api/v1/members/{userId}</c>.</summary>
/// <param name="Role"><c>owner | admin | developer | annotator | viewer</c>.</param>
public sealed record ChangeRole(string? Role);

/// <summary>Body of <c>PUT /api/v1/me/password</c>.</summary>
/// <param name="CurrentPassword">Null for someone who has none yet.</param>
/// <param name="NewPassword">8 to 256 characters.</param>
public sealed record ChangePassword(string? CurrentPassword, string? NewPassword);

/// <summary>Where a person is logged in.</summary>
/// <param name="Id">Names the session, and opens nothing.</param>
/// <param name="CreatedAt">When they logged in.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="Client">Name that the browser or program gave itself; null for none.</param>
/// <param name="IsCurrent">The session that asks.</param>
public sealed record UserSession(string Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string? Client, bool IsCurrent);

/// <summary>Body of <c>POST /api/v1/login/new-password</c>.</summary>
/// <param name="Token">Of an invitation's or a reset's link.</param>
/// <param name="Password">8 to 256 characters.</param>
public sealed record SetPassword(string? Token, string? Password);

/// <summary>Internal.</summary>
public sealed record ResetUser(string? Email);

/// <param name="Link">Sets a new password, once, for a day.</param>
public sealed record UserReset(string Link);

/// <summary>Someone who changed something.</summary>
/// <param name="Id"><c>user:5</c> or <c>key:pk-…</c>.</param>
/// <param name="Name">The name people know.</param>
public sealed record Actor(string Id, string Name);

/// <summary>A key of a workspace, without its secret.</summary>
/// <param name="PublicKey">Names the key: <c>pk-…</c>.</param>
/// <param name="Name">Display name.</param>
/// <param name="Scopes">What it may do: any of <c>ingest | read | write | admin</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="RevokedAt">When it was revoked; null while it works.</param>
public sealed record ApiKeySummary(
    string PublicKey,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt
);

/// <summary>Body of <c>POST /api/v1/api-keys</c>.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Scopes">
/// What it may do: any of <c>ingest | read | write | admin</c>; null takes <c>ingest</c>, <c>read</c> and <c>write</c>.
/// </param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
public sealed record CreateApiKey(string Name, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt);

/// <summary>The only answer that carries a key's secret.</summary>
/// <param name="Key">The new key.</param>
/// <param name="SecretKey"><c>sk-…</c>, shown only once: send it as <c>Authorization: Bearer</c>.</param>
public sealed record CreatedApiKey(ApiKeySummary Key, string SecretKey);

/// <summary>Body of <c>POST /api/v1/login</c>.</summary>
/// <param name="Email">The person's email address.</param>
/// <param name="Password">At most 1,024 characters.</param>
public sealed record LoginRequest(string Email, string Password);

/// <summary>Internal: a key pair or a session to check. <see cref="PublicKey"/> is null for Bearer.</summary>
public sealed record VerifyCredential(string? PublicKey, string? SecretKey, string? SessionToken, long? WorkspaceId)
{
    /// <summary>A session by its name, for the studio's open pages: they do not keep the token.</summary>
    public string? SessionId { get; init; }
}

public sealed record LoginSession(string Token, DateTimeOffset ExpiresAt, string UserId);
