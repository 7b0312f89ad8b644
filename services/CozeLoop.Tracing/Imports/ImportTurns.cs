using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Imports;

/// <summary>How many imports run at once: each holds a line or a trace of its file in memory several times over.</summary>
internal sealed class ImportTurns(IOptions<ImportOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _turns = new(options.Value.Running);

    /// <summary>Null where none became free in time.</summary>
    public async Task<IDisposable?> EnterAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            await _turns.WaitAsync(either.Token);
            return new Turn(_turns);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _turns.Dispose();

    private sealed record Turn(SemaphoreSlim Turns) : IDisposable
    {
        public void Dispose() => Turns.Release();
    }
}
