using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Providers;

/// <summary>How long one answer may take: each silence, and all of it.</summary>
internal sealed class Patience : IDisposable
{
    private readonly ModelsOptions _options;
    private readonly CancellationTokenSource _silence,
        _whole,
        _any;

    public Patience(ModelsOptions options, TimeProvider time, CancellationToken ct)
    {
        _options = options;
        _silence = new CancellationTokenSource(options.SilenceTimeout, time);
        _whole = new CancellationTokenSource(options.AnswerTimeout, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(ct, _silence.Token, _whole.Token);
    }

    /// <summary>Cancelled when patience ends, and with the token it was made of.</summary>
    public CancellationToken Token => _any.Token;

    /// <summary>The provider has sent something.</summary>
    public void Heard() => _silence.CancelAfter(_options.SilenceTimeout);

    public ProviderOutcome.Failed Ended() =>
        ProviderOutcome.Fail(
            FailureCauses.Timeout,
            _whole.IsCancellationRequested
                ? $"The answer took longer than {_options.AnswerTimeout.TotalSeconds:0} s."
                : $"The provider was silent for {_options.SilenceTimeout.TotalSeconds:0} s.",
            retryable: true
        );

    public void Dispose()
    {
        _any.Dispose();
        _whole.Dispose();
        _silence.Dispose();
    }
}
