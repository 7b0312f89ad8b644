using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Models.Calls;

internal static class CallEndpoints
{
    private const long MaxBodyBytes = 64 << 20;

    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/internal/models/calls", CallAsync)
            .Internal()
            .Accepts<ModelCallRequest>("application/json")
            .WithBodyLimit(MaxBodyBytes);
        routes.MapPost("/internal/models/runs/{runId}/abandon", AbandonAsync).Internal();
    }

    private static async Task<NoContent> AbandonAsync(string runId, AbandonedRuns abandoned, HttpContext http)
    {
        await abandoned.AddAsync(http.Caller().WorkspaceId, runId);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ModelCallResult>, ProblemHttpResult>> CallAsync(
        ModelCalls calls,
        HttpContext http,
        CancellationToken ct
    )
    {
        // What was recorded is replayed as it is: a tool's schema with a name given twice is not a client's mistake here.
        if (await JsonSerializer.DeserializeAsync<ModelCallRequest>(http.Request.Body, Json.Api, ct) is not { } body)
        {
            return Problem.Invalid("body", "A call is an object.");
        }
        if (body.Messages.Count == 0)
            return Problem.Invalid("messages", "A call has at least one message.");
        if (body.Model.Length == 0)
            return Problem.Invalid("model", "A call names its model.");
        if (body.SampleIndex < 0)
            return Problem.Invalid("sampleIndex", "0 or more.");
        if (!OtlpIds.IsHex(body.Span.TraceId, OtlpIds.TraceLength))
            return Problem.Invalid("span.traceId", "32 hex digits.");
        if (!OtlpIds.IsHex(body.Span.SpanId, OtlpIds.SpanLength))
            return Problem.Invalid("span.spanId", "16 hex digits.");
        if (body.Span.ParentSpanId is { } parent && !OtlpIds.IsHex(parent, OtlpIds.SpanLength))
            return Problem.Invalid("span.parentSpanId", "16 hex digits.");
        return TypedResults.Ok(await calls.CallAsync(http.Caller().WorkspaceId, body, ct));
    }
}
