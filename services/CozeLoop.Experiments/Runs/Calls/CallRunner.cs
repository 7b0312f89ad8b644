using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Web;

namespace CozeLoop.Experiments.Runs.Calls;

/// <summary>Makes one call of a run: takes it, asks Models, records what came of it.</summary>
internal sealed class CallRunner(
    CallLease lease,
    RunPlans plans,
    CallOutcomes outcomes,
    RunStore store,
    RunFinisher finisher,
    RunCalls calls,
    ServiceCalls services
)
{
    public const string Actor = "service:experiments";

    public async Task RunAsync(long workspace, string callId, bool probe, CancellationToken ct)
    {
        if (await lease.TakeAsync(workspace, callId, probe, ct) is not { } taken)
            return;
        var plan =
            await plans.FindAsync(workspace, taken.Call.RunId, ct)
            ?? throw new InvalidOperationException($"The run {taken.Call.RunId} of a call is gone.");
        var item = await store.ItemAsync(workspace, taken.Call.ItemId, ct);
        var request = CallRequest.Of(plan, item, taken.Call);
        var result = await lease.WhileRenewingAsync(callId, gone => AskAsync(workspace, request, gone), ct);
        if (result is null)
            await BreakOffAsync(workspace, plan.RunId, ct);
        // What a cancelled call is has been written down with the cancelling.
        if (result is null or { Failure.Cause: FailureCauses.Cancelled })
            return;
        bool last = await outcomes.RecordAsync(taken, plan, item, result, probe, ct);
        if (last)
            await finisher.FinishIfDoneAsync(workspace, plan.RunId, ct);
    }

    /// <summary>The lease is gone: where that is because the run was cancelled, Models did not hear of it.</summary>
    private async Task BreakOffAsync(long workspace, string runId, CancellationToken ct)
    {
        if (await store.FindAsync(workspace, runId, ct) is { State: RunStates.Cancelled })
            await calls.BreakOffAsync(workspace, runId, ct);
    }

    /// <summary>Models answers failures as values; that Models itself cannot be reached is a provider fault like another.</summary>
    private async Task<ModelCallResult> AskAsync(long workspace, ModelCallRequest request, CancellationToken ct)
    {
        try
        {
            return await new ModelsClient(services.For("models", workspace, Actor)).CallAsync(request, ct);
        }
        catch (ApiException e)
        {
            bool answered = e.Status is 401 or 403 or 404 or 422;
            return Unreachable(answered ? FailureCauses.ProviderError : FailureCauses.Unreachable, e.Message, e.Status);
        }
        catch (HttpRequestException e)
        {
            return Unreachable(FailureCauses.Unreachable, e.Message, null);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            return Unreachable(FailureCauses.Timeout, e.Message, null);
        }
    }

    private static ModelCallResult Unreachable(string cause, string message, int? status) =>
        new() { Failure = new ModelCallFailure(cause, message, true, status, null) };
}
