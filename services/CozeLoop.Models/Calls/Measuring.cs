using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Prices;
using CozeLoop.Models.Providers;

namespace CozeLoop.Models.Calls;

/// <summary>Makes a result of a provider's outcome: times it and prices it.</summary>
internal sealed class Measuring(PriceStore prices, TimeProvider time)
{
    public async Task<ModelCallResult> RunAsync(
        long workspace,
        ProviderRequest request,
        Func<Task<ProviderOutcome>> call,
        CancellationToken ct
    )
    {
        long start = time.GetTimestamp();
        var outcome = await call();
        double latency = time.GetElapsedTime(start).TotalMilliseconds;
        var result = new ModelCallResult { LatencyMs = latency, Simulated = request.Connection.Simulated };
        if (outcome is ProviderOutcome.Failed failed)
            return result with { Failure = failed.Failure };
        var answered = (ProviderOutcome.Answered)outcome;
        var (cost, row) = await PriceAsync(workspace, request, answered.Usage, ct);
        return result with
        {
            Message = answered.Message,
            Usage = answered.Usage,
            TimeToFirstTokenMs = answered.FirstTokenMs,
            CostUsd = cost,
            PriceRowId = row,
        };
    }

    private async Task<(decimal? Cost, string? Row)> PriceAsync(
        long workspace,
        ProviderRequest request,
        TokenUsage usage,
        CancellationToken ct
    )
    {
        // Known to be free; everything else without a row is unknown.
        if (request.Connection.Simulated)
            return (0m, null);
        var row = await prices.FindAsync(workspace, request.Model, ct);
        decimal? cost = row is null ? null : Cost.Of(usage, row);
        return (cost, cost is null ? null : row!.Id);
    }
}
