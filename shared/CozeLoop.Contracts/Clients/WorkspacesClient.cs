using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using static CozeLoop.Contracts.Clients.ApiHttp;

namespace CozeLoop.Contracts.Clients;

/// <summary>Users, workspaces and keys over HTTP.</summary>
public sealed class WorkspacesClient(HttpClient http)
{
    public Task<CurrentUser> MeAsync(CancellationToken ct = default) => http.GetAsync<CurrentUser>("/api/v1/me", ct);

    public Task ChangePasswordAsync(ChangePassword body, CancellationToken ct = default) => http.PutAsync("/api/v1/me/password", body, ct);

    public Task<Page<UserSession>> ListSessionsAsync(CancellationToken ct = default) =>
        http.GetAsync<Page<UserSession>>("/api/v1/me/sessions", ct);

    public Task EndSessionAsync(string id, CancellationToken ct = default) => http.RemoveAsync($"/api/v1/me/sessions/{Escape(id)}", ct);

    public Task EndOtherSessionsAsync(CancellationToken ct = default) => http.RemoveAsync("/api/v1/me/sessions", ct);

    public Task<Page<WorkspaceSummary>> ListWorkspacesAsync(CancellationToken ct = default) =>
        http.GetAsync<Page<WorkspaceSummary>>("/api/v1/workspaces", ct);

    public Task<WorkspaceSummary> CreateWorkspaceAsync(CreateWorkspace body, CancellationToken ct = default) =>
        http.PostAsync<WorkspaceSummary>("/api/v1/workspaces", body, ct);

    public Task<WorkspaceSummary> RenameWorkspaceAsync(string id, RenameWorkspace body, CancellationToken ct = default) =>
        http.PutAsync<WorkspaceSummary>($"/api/v1/workspaces/{Escape(id)}", body, ct);

    public Task<Page<Member>> ListMembersAsync(CancellationToken ct = default) => http.AllAsync<Member>("/api/v1/members", ct);

    public Task<AddedMember> AddMemberAsync(AddMember body, CancellationToken ct = default) =>
        http.PostAsync<AddedMember>("/api/v1/members", body, ct);

    public Task<Member> ChangeRoleAsync(string userId, ChangeRole body, CancellationToken ct = default) =>
        http.PutAsync<Member>($"/api/v1/members/{Escape(userId)}", body, ct);

    public Task RemoveMemberAsync(string userId, CancellationToken ct = default) =>
        http.RemoveAsync($"/api/v1/members/{Escape(userId)}", ct);

    public Task<AddedMember> InviteAgainAsync(string userId, CancellationToken ct = default) =>
        http.PostAsync<AddedMember>($"/api/v1/members/{Escape(userId)}/invitation", null, ct);

    public Task<Page<AuditEntry>> ListAuditAsync(string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        http.GetAsync<Page<AuditEntry>>("/api/v1/audit" + Query(("cursor", cursor), ("limit", limit)), ct);

    /// <summary>Internal: a link that sets a new password; null where nobody has the address.</summary>
    public Task<UserReset> ResetUserAsync(ResetUser body, CancellationToken ct = default) =>
        http.PostAsync<UserReset>("/internal/users/reset", body, ct);

    /// <summary>Names of those that acted, at most 100 at once; unknown ids are left out.</summary>
    public Task<Page<Actor>> FindActorsAsync(IEnumerable<string> actors, CancellationToken ct = default) =>
        http.GetAsync<Page<Actor>>("/api/v1/actors?" + string.Join('&', actors.Select(a => "actor=" + Escape(a))), ct);

    /// <summary>All of them, revoked ones too.</summary>
    public Task<Page<ApiKeySummary>> ListKeysAsync(CancellationToken ct = default) => http.AllAsync<ApiKeySummary>("/api/v1/api-keys", ct);

    public Task<CreatedApiKey> CreateKeyAsync(CreateApiKey body, CancellationToken ct = default) =>
        http.PostAsync<CreatedApiKey>("/api/v1/api-keys", body, ct);

    public Task RevokeKeyAsync(string publicKey, CancellationToken ct = default) =>
        http.RemoveAsync($"/api/v1/api-keys/{Escape(publicKey)}", ct);

    /// <summary>Internal: who holds this credential; null for nobody.</summary>
    public async Task<CallerIdentity?> VerifyAsync(VerifyCredential credential, CancellationToken ct = default)
    {
        try
        {
            return await http.PostAsync<CallerIdentity>("/internal/credentials/verify", credential, ct);
        }
        catch (ApiException e) when (e.Status == 401)
        {
            return null;
        }
    }
}
