using CozeLoop.Contracts.Api;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Providers.Anthropic;
using CozeLoop.Models.Providers.OpenAi;
using CozeLoop.Models.Providers.Simulated;

namespace CozeLoop.Models.Providers;

/// <summary>Asks the connection's provider, and asks again where that is safe and may help.</summary>
internal sealed class ProviderCalls(
    OpenAiProvider openAi,
    AnthropicProvider anthropic,
    SimulatedProvider simulated,
    ModelsOptions options,
    RetryWait retryWait
)
{
    /// <summary>Up to <see cref="ModelsOptions.MaxAttempts"/> tries with exponential backoff. An interrupted answer is not asked for again
    /// here: it may have been paid for.</summary>
    public async Task<ProviderOutcome> CallAsync(ProviderRequest request, CancellationToken ct)
    {
        for (int attempt = 1; ; attempt++)
        {
            var outcome = await OnceAsync(request, ct);
            if (outcome is not ProviderOutcome.Failed { Transient: true } failed || attempt >= options.MaxAttempts)
                return outcome;
            if (!await retryWait.WaitAsync(attempt, failed.RetryAfter, ct))
                return outcome;
        }
    }

    public async Task<ProviderOutcome> OnceAsync(ProviderRequest request, CancellationToken ct)
    {
        if (request.Connection.KeyLost)
        {
            const string why = "The stored key cannot be read: it was sealed with another master key. Enter it again.";
            return ProviderOutcome.Fail(FailureCauses.Unauthorized, why, retryable: true, code: "key_lost");
        }
        return new KeyRedaction(request.Connection.Key).In(await Provider(request.Connection).CallAsync(request, ct));
    }

    private IModelProvider Provider(Connection connection) =>
        connection.Provider switch
        {
            ConnectionProviders.OpenAi => openAi,
            ConnectionProviders.Anthropic => anthropic,
            ConnectionProviders.Simulated => simulated,
            _ => throw new InvalidOperationException($"No provider '{connection.Provider}'."),
        };
}
