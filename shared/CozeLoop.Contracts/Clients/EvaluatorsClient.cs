using CozeLoop.Contracts.Api;
using static CozeLoop.Contracts.Clients.ApiHttp;

namespace CozeLoop.Contracts.Clients;

/// <summary>Evaluators and their versions over HTTP.</summary>
public sealed class EvaluatorsClient(HttpClient http)
{
    private const string Root = "/api/v1/evaluators";

    /// <summary>All of them.</summary>
    public Task<Page<EvaluatorSummary>> ListAsync(CancellationToken ct = default) => http.AllAsync<EvaluatorSummary>(Root, ct);

    public Task<Evaluator?> FindAsync(string key, CancellationToken ct = default) => http.FindAsync<Evaluator>($"{Root}/{Escape(key)}", ct);

    public Task<Evaluator> CreateAsync(CreateEvaluator body, CancellationToken ct = default) => http.PostAsync<Evaluator>(Root, body, ct);

    public Task<EvaluatorVersion> CommitAsync(string key, CreateEvaluatorVersion body, CancellationToken ct = default) =>
        http.PostAsync<EvaluatorVersion>($"{Root}/{Escape(key)}/versions", body, ct);

    public Task<EvaluationResult> RunAsync(string key, RunEvaluator body, CancellationToken ct = default) =>
        http.PostAsync<EvaluationResult>($"{Root}/{Escape(key)}/run", body, ct);
}
