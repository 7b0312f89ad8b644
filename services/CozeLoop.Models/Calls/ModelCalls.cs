using System.Collections.Concurrent;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Providers;

namespace CozeLoop.Models.Calls;

/// <summary>
/// Makes a call or finds its answer: the same content is never bought twice. One that comes while the same content is in flight waits for
/// it; an intent that a crash left without an outcome is called again and said so. Failures are not kept.
/// </summary>
internal sealed class ModelCalls(
    ConnectionStore connections,
    CallStore store,
    ProviderCalls providers,
    Measuring measuring,
    IHostApplicationLifetime lifetime
)
{
    private readonly ConcurrentDictionary<(long Workspace, string Key), Lazy<Task<ModelCallResult>>> inFlight = new();

    public async Task<ModelCallResult> CallAsync(long workspace, ModelCallRequest call, CancellationToken ct)
    {
        if (await connections.FindAsync(workspace, call.Connection, ct) is not { } connection)
        {
            return new ModelCallResult
            {
                Failure = new ModelCallFailure(
                    FailureCauses.EndpointNotFound,
                    $"There is no connection '{call.Connection}'.",
                    false,
                    null,
                    "connection_not_found"
                ),
            };
        }
        var request = new ProviderRequest(connection, call.Model, call.Messages, call.Tools, call.Parameters, call.SampleIndex);
        string key = request.ContentKey();
        var mine = new Lazy<Task<ModelCallResult>>(() => FindOrBuyAsync(workspace, key, request, call));
        var flight = inFlight.GetOrAdd((workspace, key), mine);
        // Whoever asked may leave: the call goes on without them, because it is being paid for and its answer is kept.
        var result = await flight.Value.WaitAsync(ct);
        bool followed = !ReferenceEquals(flight, mine) && result.Failure is null;
        return followed ? await ReuseAsync(workspace, key, request, call, ct) ?? result : result;
    }

    private async Task<ModelCallResult> FindOrBuyAsync(long workspace, string key, ProviderRequest request, ModelCallRequest call)
    {
        try
        {
            return await ReuseAsync(workspace, key, request, call, lifetime.ApplicationStopping)
                ?? (call.Offline ? Miss(key, request) : await BuyAsync(workspace, key, request, call, lifetime.ApplicationStopping));
        }
        finally
        {
            inFlight.TryRemove((workspace, key), out _);
        }
    }

    /// <summary>
    /// The stored answer; null where there is none. Its buyer gets it as it was bought, with its price: the one who asks again may have
    /// died before writing that down. A span of anyone else gets a record of its own, and the answer for nothing.
    /// </summary>
    private async Task<ModelCallResult?> ReuseAsync(
        long workspace,
        string key,
        ProviderRequest request,
        ModelCallRequest call,
        CancellationToken ct
    )
    {
        if (await store.FindAsync(workspace, key, ct) is not { } stored)
            return null;
        if (stored.BoughtBy(call.Span))
            return stored.Result;
        var result = stored.Result with { Cached = true, OutcomeWasUnknown = false };
        await store.RecordAsync(workspace, call.Span, start => CallSpan.Of(request, call.Span, result, start), ct);
        return result;
    }

    private async Task<ModelCallResult> BuyAsync(
        long workspace,
        string key,
        ProviderRequest request,
        ModelCallRequest call,
        CancellationToken ct
    )
    {
        if (await store.BeginAsync(workspace, key, call.Span, ct) is not { } begun)
            return (await ReuseAsync(workspace, key, request, call, ct))!;
        var result = await measuring.RunAsync(workspace, request, () => providers.CallAsync(request, ct), ct);
        result = result with { ContentKey = key, OutcomeWasUnknown = begun.OutcomeUnknown };
        var span = CallSpan.Of(request, call.Span, result, begun.StartUnixNano);
        // From here on the outcome is known: it is written down even while the process stops.
        if (result.Failure is null)
            await store.FinishAsync(workspace, key, result, span, CancellationToken.None);
        else
            await store.FailAsync(workspace, key, span, CancellationToken.None);
        return result;
    }

    private static ModelCallResult Miss(string key, ProviderRequest request) =>
        new()
        {
            ContentKey = key,
            Simulated = request.Connection.Simulated,
            Failure = new ModelCallFailure(
                FailureCauses.OfflineMiss,
                "The answer is not in the cache, and the run is offline.",
                false,
                null,
                null
            ),
        };
}
