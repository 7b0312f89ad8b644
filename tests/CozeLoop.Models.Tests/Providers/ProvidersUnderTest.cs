using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

/// <summary>The service's own providers, wired as the host wires them.</summary>
internal sealed class ProvidersUnderTest : IDisposable
{
    private readonly ServiceProvider services;

    public ProvidersUnderTest(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
        services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddModels(configuration)
            .AddSingleton<IConfiguration>(configuration)
            .BuildServiceProvider();
    }

    public Task<ProviderOutcome> CallAsync(ProviderRequest request) =>
        services.GetRequiredService<ProviderCalls>().CallAsync(request, TestContext.Current.CancellationToken);

    public Task<ProviderOutcome> OnceAsync(ProviderRequest request) =>
        services.GetRequiredService<ProviderCalls>().OnceAsync(request, TestContext.Current.CancellationToken);

    public static Connection To(string baseUrl, string? key = null, string provider = ConnectionProviders.OpenAi) =>
        new("c1", "test", provider, new Uri(baseUrl), key, false, ["m"], DateTimeOffset.UnixEpoch);

    public static ProviderRequest Ask(
        Connection connection,
        string question,
        ChatParameters? parameters = null,
        string? system = null,
        int sample = 0
    ) =>
        new(
            connection,
            connection.Models[0],
            [.. system is null ? Array.Empty<ChatMessage>() : [new("system", system)], new("user", question)],
            [],
            parameters ?? new ChatParameters(),
            sample
        );

    public void Dispose() => services.Dispose();
}
