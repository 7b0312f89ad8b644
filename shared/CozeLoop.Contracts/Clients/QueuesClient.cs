using CozeLoop.Contracts.Api;
using static CozeLoop.Contracts.Clients.ApiHttp;

namespace CozeLoop.Contracts.Clients;

/// <summary>The installation's queues over HTTP; for keys that may administer.</summary>
public sealed class QueuesClient(HttpClient http)
{
    private const string Root = "/api/v1/queues";

    public Task<IReadOnlyList<QueueState>> ListAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<QueueState>>(Root, ct);

    /// <summary>Newest first.</summary>
    /// <param name="limit">1 to 500.</param>
    public Task<Page<DeadMessage>> DeadLettersAsync(
        string topic,
        int? limit = null,
        string? cursor = null,
        CancellationToken ct = default
    ) => http.GetAsync<Page<DeadMessage>>($"{Root}/{Escape(topic)}/dead-letters" + Query(("limit", limit), ("cursor", cursor)), ct);

    /// <summary>Puts every dead letter of a topic back into its queue.</summary>
    public Task<Redriven> RedriveAsync(string topic, CancellationToken ct = default) =>
        http.PostAsync<Redriven>($"{Root}/{Escape(topic)}/dead-letters:redrive", null, ct);
}
