namespace CozeLoop.Models.Providers;

/// <summary>A way to ask models. One try: repeating is <see cref="ProviderCalls"/>' part.</summary>
internal interface IModelProvider
{
    /// <exception cref="OperationCanceledException">Only when <paramref name="ct"/> is cancelled; everything expected is a
    /// value.</exception>
    Task<ProviderOutcome> CallAsync(ProviderRequest request, CancellationToken ct);
}
