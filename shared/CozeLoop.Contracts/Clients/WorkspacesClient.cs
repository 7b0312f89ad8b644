using CozeLoop.Contracts.Api;
using static CozeLoop.Contracts.Clients.ApiHttp;

namespace CozeLoop.Contracts.Clients;

/// <summary>Users, workspaces and keys over HTTP.</summary>
public sealed class WorkspacesClient(HttpClient http)
{
    public Task<CurrentUser> MeAsync(CancellationToken ct = default) => http.GetAsync<CurrentUser>("/api/v1/me", ct);
    public Task<Page<ApiKeySummary>> ListKeysAsync(CancellationToken ct = default) => http.GetAsync<Page<ApiKeySummary>>("/api/v1/api-keys", ct);
    public Task<CreatedApiKey> CreateKeyAsync(CreateApiKey body, CancellationToken ct = default) => http.PostAsync<CreatedApiKey>("/api/v1/api-keys", body, ct);
    public Task RevokeKeyAsync(string publicKey, CancellationToken ct = default) => http.RemoveAsync($"/api/v1/api-keys/{Escape(publicKey)}", ct);
    /// <summary>Internal: who holds this credential; null for nobody.</summary>
    public async Task<CallerIdentity?> VerifyAsync(VerifyCredential credential, CancellationToken ct = default)
    {
        try { return await http.PostAsync<CallerIdentity>("/internal/credentials/verify", credential, ct); }
        catch (ApiException e) when (e.Status == 401) { return null; }
    }
}
