using System.Collections.Concurrent;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Tests.Runs;

/// <summary>Models as the run sees it: what was bought is remembered by content and never bought again; faults and waits on
/// demand.</summary>
internal sealed class FakeModels
{
    private readonly ConcurrentDictionary<string, ChatMessage> _answers = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _abandoned = new();
    private int _inFlight,
        _brokenOff;

    public Func<ModelCallRequest, string> Answer { get; set; } =
        r => r.Messages[0].Content!.Contains("brief", StringComparison.Ordinal) ? "Short." : "A long answer that goes on and on.";

    public Func<ModelCallRequest, string> FinishReason { get; set; } = _ => "stop";

    /// <summary>A failure instead of an answer, where not null.</summary>
    public Func<ModelCallRequest, ModelCallFailure?> Fault { get; set; } = _ => null;

    /// <summary>Awaited after the answer was bought and before it is told: the moment in which a worker's death costs most.</summary>
    public Func<Task>? BeforeTelling { get; set; }
    public decimal? Cost { get; set; } = 0.01m;
    public bool Simulated { get; set; }

    /// <summary>How often it does not hear that a run is abandoned.</summary>
    public int Deaf { get; set; }

    /// <summary>Calls that were broken off while somebody waited for them.</summary>
    public int BrokenOff => Volatile.Read(ref _brokenOff);

    public ConcurrentQueue<ModelCallRequest> Requests { get; } = new();
    public ConcurrentDictionary<string, int> Bought { get; } = new();
    public int MostInFlight { get; private set; }

    public bool Abandon(string run)
    {
        if (Deaf-- > 0)
            return false;
        Of(run).Cancel();
        return true;
    }

    public bool HasAbandoned(string run) => Of(run).IsCancellationRequested;

    private CancellationTokenSource Of(string? run) => _abandoned.GetOrAdd(run ?? "", _ => new CancellationTokenSource());

    public async Task<ModelCallResult> CallAsync(ModelCallRequest request, CancellationToken ct)
    {
        Requests.Enqueue(request);
        int now = Interlocked.Increment(ref _inFlight);
        lock (_answers)
            MostInFlight = Math.Max(MostInFlight, now);
        try
        {
            if (Fault(request) is { } failure)
                return new ModelCallResult { Failure = failure };
            // A model takes a moment, so that calls overlap.
            await Task.Delay(2, ct);
            string key = JsonSerializer.Serialize(
                new
                {
                    request.Connection,
                    request.Model,
                    request.Messages,
                    request.Parameters,
                    request.SampleIndex,
                },
                Json.Compact
            );
            bool cached = _answers.ContainsKey(key);
            var message = _answers.GetOrAdd(
                key,
                _ => new ChatMessage("assistant", Answer(request)) { FinishReason = FinishReason(request) }
            );
            if (!cached)
                Bought.AddOrUpdate(key, 1, (_, n) => n + 1);
            if (!cached && BeforeTelling is { } wait)
                await wait().WaitAsync(ct).WaitAsync(Of(request.Span.RunId).Token);
            return new ModelCallResult
            {
                Message = message,
                CostUsd = Cost,
                LatencyMs = 5,
                Cached = cached,
                Simulated = Simulated,
                Usage = new TokenUsage { Input = 100, Output = 5 },
            };
        }
        catch (OperationCanceledException) when (Of(request.Span.RunId).IsCancellationRequested)
        {
            Interlocked.Increment(ref _brokenOff);
            return new ModelCallResult { Failure = new ModelCallFailure("cancelled", "The run was cancelled.", false, null, null) };
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
