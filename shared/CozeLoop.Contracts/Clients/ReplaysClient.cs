using CozeLoop.Contracts.Api;
using static CozeLoop.Contracts.Clients.ApiHttp;

namespace CozeLoop.Contracts.Clients;

/// <summary>Replays, their plans, items, comparisons and reports over HTTP.</summary>
public sealed class ReplaysClient(HttpClient http)
{
    private const string Root = "/api/v1/replays";

    public Task<Page<Replay>> ListAsync(string? cursor = null, CancellationToken ct = default) =>
        http.GetAsync<Page<Replay>>(Root + Query(("cursor", cursor)), ct);

    /// <param name="start">False only plans: selection, variables, cost, detectable effect.</param>
    public Task<Replay> CreateAsync(CreateReplay body, bool start = true, string? idempotencyKey = null, CancellationToken ct = default) =>
        http.PostAsync<Replay>(Root + (start ? "" : "?start=false"), body, ct, idempotencyKey);

    public Task<Replay?> FindAsync(string id, CancellationToken ct = default) => http.FindAsync<Replay>($"{Root}/{Escape(id)}", ct);

    public Task<Replay> StartAsync(string id, CancellationToken ct = default) =>
        http.PostAsync<Replay>($"{Root}/{Escape(id)}/start", null, ct);

    public Task<Replay> PauseAsync(string id, CancellationToken ct = default) =>
        http.PostAsync<Replay>($"{Root}/{Escape(id)}/pause", null, ct);

    public Task<Replay> ResumeAsync(string id, CancellationToken ct = default) =>
        http.PostAsync<Replay>($"{Root}/{Escape(id)}/resume", null, ct);

    public Task<Replay> CancelAsync(string id, CancellationToken ct = default) =>
        http.PostAsync<Replay>($"{Root}/{Escape(id)}/cancel", null, ct);

    /// <param name="outcome"><c>win | loss | tie | missing</c>, or null for all; sorted by loss.</param>
    public Task<Page<ReplayItem>> ListItemsAsync(
        string id,
        string? outcome = null,
        string? cursor = null,
        CancellationToken ct = default
    ) =>
        http.GetAsync<Page<ReplayItem>>(
            $"{Root}/{Escape(id)}/items" + Query(("sort", ItemSorts.Loss), ("outcome", outcome), ("cursor", cursor)),
            ct
        );

    /// <summary>How many items each outcome has, by the rule of the list.</summary>
    public Task<IReadOnlyDictionary<string, int>> CountItemsAsync(string id, CancellationToken ct = default) =>
        http.GetAsync<IReadOnlyDictionary<string, int>>($"{Root}/{Escape(id)}/items/counts", ct);

    public Task<Comparison?> FindComparisonAsync(string id, CancellationToken ct = default) =>
        http.FindAsync<Comparison>($"{Root}/{Escape(id)}/comparison", ct);

    public Task<Replay> PromoteAsync(string id, PromoteReplay body, CancellationToken ct = default) =>
        http.PostAsync<Replay>($"{Root}/{Escape(id)}/promote", body, ct);

    /// <summary>What this caller left unfinished in the wizard; null where there is nothing.</summary>
    public Task<ReplayDraft?> FindDraftAsync(CancellationToken ct = default) => http.FindAsync<ReplayDraft>($"{Root}/draft", ct);

    public Task<ReplayDraft> PutDraftAsync(PutReplayDraft body, CancellationToken ct = default) =>
        http.PutAsync<ReplayDraft>($"{Root}/draft", body, ct);

    public Task DiscardDraftAsync(CancellationToken ct = default) => http.RemoveAsync($"{Root}/draft", ct);

    /// <param name="format"><c>markdown | json | junit</c>.</param>
    public async Task<string> ReportAsync(string id, string format, CancellationToken ct = default)
    {
        using var response = await SendAsync(
            http,
            new HttpRequestMessage(HttpMethod.Get, $"{Root}/{Escape(id)}/report" + Query(("format", format))),
            ct
        );
        return await response.Content.ReadAsStringAsync(ct);
    }
}
