using System.Diagnostics;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Calls;
using CozeLoop.Models.Providers;
using CozeLoop.Platform.Auth;

namespace CozeLoop.Models.Gateway;

/// <summary>Answers one request of the gateway and records its span, whatever became of it.</summary>
internal sealed class GatewayCalls(
    PassThrough passThrough,
    ProviderCalls providers,
    Measuring measuring,
    CallStore store,
    TimeProvider time
)
{
    public async Task<IResult> AnswerAsync(HttpContext http, GatewayRequest request, ProviderRequest provider, CancellationToken ct)
    {
        long workspace = http.Caller().WorkspaceId;
        var (context, started) = (Context(http, provider), time.GetUtcNow());
        bool relay = provider.Connection is { Provider: ConnectionProviders.OpenAi, KeyLost: false };
        // The span is recorded even where the client leaves, so its price must not be cancelled with the request.
        var result = await measuring.RunAsync(
            workspace,
            provider,
            () => relay ? RelayAsync(http, request, provider, ct) : AskAsync(provider, ct),
            CancellationToken.None
        );
        await store.PublishAsync(workspace, CallSpan.Of(provider, context, result, started.ToUnixNano()), CancellationToken.None);
        if (ct.IsCancellationRequested)
            return TypedResults.Empty;
        if (result.Failure is { } failure)
            return await FailAsync(http, failure, ct);
        if (!relay)
            await GatewayAnswer.WriteAsync(http.Response, request, result, $"chatcmpl-{context.SpanId}", started.ToUnixTimeSeconds(), ct);
        return TypedResults.Empty;
    }

    private async Task<ProviderOutcome> RelayAsync(
        HttpContext http,
        GatewayRequest request,
        ProviderRequest provider,
        CancellationToken ct
    ) => new KeyRedaction(provider.Connection.Key).In(await passThrough.RelayAsync(http.Response, request, provider, ct));

    private async Task<ProviderOutcome> AskAsync(ProviderRequest provider, CancellationToken ct)
    {
        try
        {
            return await providers.OnceAsync(provider, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return ProviderOutcome.Fail(FailureCauses.Interrupted, "The client left before the answer was complete.", retryable: true);
        }
    }

    private static async Task<IResult> FailAsync(HttpContext http, ModelCallFailure failure, CancellationToken ct)
    {
        if (!http.Response.HasStarted)
            return GatewayError.Of(failure);
        if (failure.Cause is FailureCauses.Interrupted or FailureCauses.Timeout)
            await PassThrough.ErrorEventAsync(http.Response, failure.Message, failure.Cause, ct);
        return TypedResults.Empty;
    }

    /// <summary>Part of the client's own trace where it sends a W3C <c>traceparent</c>, else a trace of its own.</summary>
    private SpanContextInfo Context(HttpContext http, ProviderRequest provider)
    {
        string id = Ids.New(time),
            name = $"chat {provider.Model}";
        bool traced = ActivityContext.TryParse(http.Request.Headers.TraceParent, http.Request.Headers.TraceState, out var parent);
        return new SpanContextInfo(
            traced ? parent.TraceId.ToHexString() : Ids.TraceId("gateway", id),
            Ids.SpanId("gateway", id),
            traced ? parent.SpanId.ToHexString() : null,
            name,
            "default"
        );
    }
}
