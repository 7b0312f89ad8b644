using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Providers.Anthropic;

/// <summary>Anthropic's Messages API, and servers that speak it.</summary>
internal sealed class AnthropicProvider(ProviderHttp http) : IModelProvider
{
    public async Task<ProviderOutcome> CallAsync(ProviderRequest request, CancellationToken ct)
    {
        if (AnthropicRequest.Unsupported(request) is { } field)
            return ProviderOutcome.Fail(
                FailureCauses.InvalidRequest,
                $"Anthropic's format has no '{field}'.",
                retryable: false,
                code: "unsupported_parameter"
            );
        using var message = AnthropicRequest.Messages(request);
        return await http.ExchangeAsync(message, new AnthropicReader(), ct);
    }
}
