using CozeLoop.Contracts.Api;
using static CozeLoop.Contracts.Clients.ApiHttp;

namespace CozeLoop.Contracts.Clients;

/// <summary>Model connections, prices and calls over HTTP.</summary>
public sealed class ModelsClient(HttpClient http)
{
    /// <summary>All of them.</summary>
    public Task<Page<ModelConnection>> ListAsync(CancellationToken ct = default) => http.AllAsync<ModelConnection>("/api/v1/models", ct);

    public Task<ModelConnection> CreateAsync(CreateConnection body, CancellationToken ct = default) =>
        http.PostAsync<ModelConnection>("/api/v1/models", body, ct);

    public Task<ConnectionTest> TestAsync(string id, CancellationToken ct = default) =>
        http.PostAsync<ConnectionTest>($"/api/v1/models/{Escape(id)}/test", null, ct);

    public Task<ModelConnection> ReplaceKeyAsync(string id, ReplaceConnectionKey body, CancellationToken ct = default) =>
        http.PutAsync<ModelConnection>($"/api/v1/models/{Escape(id)}/key", body, ct);

    public Task DeleteAsync(string id, CancellationToken ct = default) => http.RemoveAsync($"/api/v1/models/{Escape(id)}", ct);

    /// <summary>All of them, in order of precedence; or the one that prices the model now.</summary>
    public Task<Page<PriceRow>> ListPricesAsync(string? model = null, CancellationToken ct = default) =>
        http.AllAsync<PriceRow>("/api/v1/prices", ct, ("model", model));

    /// <summary>Internal: makes (or finds) one call; a failed call is an answer with a failure, not an exception.</summary>
    public Task<ModelCallResult> CallAsync(ModelCallRequest call, CancellationToken ct = default) =>
        http.PostAsync<ModelCallResult>("/internal/models/calls", call, ct);

    /// <summary>Internal: breaks off the calls of a cancelled run and refuses those to come.</summary>
    public Task AbandonAsync(string runId, CancellationToken ct = default) =>
        http.PostAsync($"/internal/models/runs/{Escape(runId)}/abandon", null, ct);
}
