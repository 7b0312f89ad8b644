namespace CozeLoop.Contracts.Api;

public sealed record CurrentUser(string UserId, string Email, string Name, IReadOnlyList<WorkspaceSummary> Workspaces);
public sealed record WorkspaceSummary(string Id, string Name, string Role);
public sealed record ApiKeySummary(string PublicKey, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);
public sealed record CreateApiKey(string Name, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt);
/// <summary>The only answer that carries the secret.</summary>
public sealed record CreatedApiKey(ApiKeySummary Key, string SecretKey);
public sealed record LoginRequest(string Email, string Password);
/// <summary>Internal: a key pair or a session to check. <see cref="PublicKey"/> is null for Bearer.</summary>
public sealed record VerifyCredential(string? PublicKey, string? SecretKey, string? SessionToken, long? WorkspaceId);
public sealed record LoginSession(string Token, DateTimeOffset ExpiresAt, string UserId);
