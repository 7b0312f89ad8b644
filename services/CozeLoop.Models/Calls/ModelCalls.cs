using System.Collections.Concurrent;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Providers;

namespace CozeLoop.Models.Calls;

/// <summary>
/// Makes a call or finds its answer: the same content is never bought twice. One that comes while the same content is in flight waits for
/// it; an intent that a crash left without an outcome is called again and said so. Failures are not kept.
/// </summary>
internal sealed class ModelCalls : IDisposable
{
    private readonly ConcurrentDictionary<(long Workspace, string Key), Flight> inFlight = new();
    private readonly ConnectionStore connections;
    private readonly CallStore store;
    private readonly ProviderCalls providers;
    private readonly Measuring measuring;
    private readonly AbandonedRuns abandoned;
    private readonly IHostApplicationLifetime lifetime;

    public ModelCalls(
        ConnectionStore connections,
        CallStore store,
        ProviderCalls providers,
        Measuring measuring,
        AbandonedRuns abandoned,
        IHostApplicationLifetime lifetime
    )
    {
        (this.connections, this.store, this.providers) = (connections, store, providers);
        (this.measuring, this.abandoned, this.lifetime) = (measuring, abandoned, lifetime);
        abandoned.Abandoned += Abandon;
    }

    /// <summary>How many requests wait for a call in flight.</summary>
    internal int Waiting => inFlight.Values.Sum(flight => flight.Waiting);

    public void Dispose() => abandoned.Abandoned -= Abandon;

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
        while (!abandoned.Holds(workspace, call.Span.RunId))
        {
            var mine = new Flight(f => FindOrBuyAsync(f, workspace, key, request, call), lifetime.ApplicationStopping);
            var flight = inFlight.GetOrAdd((workspace, key), mine);
            bool isMine = ReferenceEquals(flight, mine);
            if (!isMine)
                mine.Dispose();
            bool joined = flight.Join(call.Span.RunId);
            var pending = flight.Result;
            // Told between the question above and joining.
            if (abandoned.Holds(workspace, call.Span.RunId))
                flight.Abandon(call.Span.RunId!);
            // Whoever asked may leave: the call goes on without them, because it is being paid for and its answer is kept.
            var result = await pending.WaitAsync(ct);
            if (joined)
                return isMine || result.Failure is not null ? result : await ReuseAsync(workspace, key, request, call, ct) ?? result;
            // It was broken off for another run, and is gone by now.
        }
        return Cancelled(key, request);
    }

    private void Abandon(long workspace, string runId)
    {
        foreach (var (key, flight) in inFlight)
        {
            if (key.Workspace == workspace)
                flight.Abandon(runId);
        }
    }

    private async Task<ModelCallResult> FindOrBuyAsync(
        Flight flight,
        long workspace,
        string key,
        ProviderRequest request,
        ModelCallRequest call
    )
    {
        try
        {
            return await ReuseAsync(workspace, key, request, call, flight.Ends)
                ?? (call.Offline ? Miss(key, request) : await BuyAsync(flight, workspace, key, request, call));
        }
        catch (OperationCanceledException) when (flight.IsAbandoned)
        {
            return Cancelled(key, request);
        }
        finally
        {
            inFlight.TryRemove((workspace, key), out _);
            flight.Dispose();
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

    private async Task<ModelCallResult> BuyAsync(Flight flight, long workspace, string key, ProviderRequest request, ModelCallRequest call)
    {
        if (await store.BeginAsync(workspace, key, call.Span, flight.Ends) is not { } begun)
            return (await ReuseAsync(workspace, key, request, call, flight.Ends))!;
        var result = await AskAsync(flight, workspace, key, request);
        result = result with { ContentKey = key, OutcomeWasUnknown = begun.OutcomeUnknown };
        var span = CallSpan.Of(request, call.Span, result, begun.StartUnixNano);
        // From here on the outcome is known: it is written down even while the process stops.
        if (result.Failure is null)
            await store.FinishAsync(workspace, key, result, span, CancellationToken.None);
        else
            await store.FailAsync(workspace, key, span, CancellationToken.None);
        return result;
    }

    private async Task<ModelCallResult> AskAsync(Flight flight, long workspace, string key, ProviderRequest request)
    {
        try
        {
            return await measuring.RunAsync(workspace, request, () => providers.CallAsync(request, flight.Ends), flight.Ends);
        }
        catch (OperationCanceledException) when (flight.IsAbandoned)
        {
            // Perhaps paid for; whoever cancelled it counts it so.
            return Cancelled(key, request);
        }
    }

    private static ModelCallResult Cancelled(string key, ProviderRequest request) =>
        new()
        {
            ContentKey = key,
            Simulated = request.Connection.Simulated,
            Failure = new ModelCallFailure(FailureCauses.Cancelled, "The run was cancelled.", false, null, null),
        };

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
