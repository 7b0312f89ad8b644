using CozeLoop.Contracts.Api;
using static CozeLoop.Contracts.Clients.ApiHttp;

namespace CozeLoop.Contracts.Clients;

/// <summary>Prompts, drafts, versions and labels over HTTP.</summary>
public sealed class PromptsClient(HttpClient http)
{
    private const string Root = "/api/v1/prompts";

    public Task<Page<PromptSummary>> ListAsync(string? cursor = null, CancellationToken ct = default) =>
        http.GetAsync<Page<PromptSummary>>(Root + Query(("cursor", cursor)), ct);

    /// <summary>Every prompt, for choosing one.</summary>
    public Task<Page<PromptSummary>> ListAllAsync(CancellationToken ct = default) => http.AllAsync<PromptSummary>(Root, ct);

    public Task<Prompt?> FindAsync(string key, CancellationToken ct = default) => http.FindAsync<Prompt>($"{Root}/{Escape(key)}", ct);

    public Task<PromptVersion?> FindVersionAsync(string key, int version, CancellationToken ct = default) =>
        http.FindAsync<PromptVersion>($"{Root}/{Escape(key)}/versions/{version}", ct);

    public Task<Prompt> CreateAsync(CreatePrompt body, CancellationToken ct = default) => http.PostAsync<Prompt>(Root, body, ct);

    public Task<PromptVersion> CommitAsync(string key, CommitVersion body, CancellationToken ct = default) =>
        http.PostAsync<PromptVersion>($"{Root}/{Escape(key)}/versions", body, ct);

    public Task<Prompt> PutLabelAsync(string key, string label, PutLabel body, CancellationToken ct = default) =>
        http.PutAsync<Prompt>($"{Root}/{Escape(key)}/labels/{Escape(label)}", body, ct);

    public Task<PromptDiff> DiffAsync(string key, int from, int to, CancellationToken ct = default) =>
        http.GetAsync<PromptDiff>($"{Root}/{Escape(key)}/versions/{from}/diff/{to}", ct);

    public Task<RenderedPrompt> RenderAsync(string key, RenderPrompt body, CancellationToken ct = default) =>
        http.PostAsync<RenderedPrompt>($"{Root}/{Escape(key)}/render", body, ct);

    public Task DeleteAsync(string key, CancellationToken ct = default) => http.RemoveAsync($"{Root}/{Escape(key)}", ct);

    /// <exception cref="ApiException">412 when the draft changed since <paramref name="etag"/>.</exception>
    public Task<Prompt> PutDraftAsync(string key, PutDraft body, string? etag, CancellationToken ct = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{Root}/{Escape(key)}/draft")
        {
            Content = System.Net.Http.Json.JsonContent.Create(body, options: Json.Compact),
        };
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        return SendAsync<Prompt>(http, request, ct);
    }
}
