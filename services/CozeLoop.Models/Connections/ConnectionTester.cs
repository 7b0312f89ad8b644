using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Calls;
using CozeLoop.Models.Providers;
using CozeLoop.Models.Providers.OpenAi;

namespace CozeLoop.Models.Connections;

/// <summary>Tries a connection with one tiny question, once and past the cache.</summary>
internal sealed class ConnectionTester(
    ProviderCalls providers,
    OpenAiProvider openAi,
    Measuring measuring,
    CallStore store,
    TimeProvider time
)
{
    public async Task<ConnectionTest> TestAsync(long workspace, Connection connection, CancellationToken ct)
    {
        string? model =
            (connection.Models.Count > 0 ? connection.Models[0] : null)
            ?? (connection.Provider == ConnectionProviders.OpenAi ? await openAi.FirstModelAsync(connection, ct) : null);
        if (model is null)
            return new ConnectionTest(
                false,
                0,
                null,
                null,
                "no_model",
                "The connection lists no model, and the server could not be asked for its list."
            );
        var request = new ProviderRequest(
            connection,
            model,
            [new ChatMessage(ChatRoles.User, "Say OK.")],
            [],
            new ChatParameters { MaxTokens = 16 }
        );
        var started = time.GetUtcNow();
        var result = await measuring.RunAsync(workspace, request, () => providers.OnceAsync(request, ct), ct);
        string id = Ids.New(time);
        var span = new SpanContextInfo(
            Ids.TraceId("connection-test", id),
            Ids.SpanId("connection-test", id),
            null,
            $"test {connection.Name}",
            "connection-test"
        );
        await store.PublishAsync(workspace, CallSpan.Of(request, span, result, started.ToUnixNano()), ct);
        return new ConnectionTest(
            result.Failure is null,
            result.LatencyMs,
            model,
            result.Message?.Content,
            result.Failure?.Cause,
            result.Failure?.Message
        );
    }
}
