using System.Text.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Connections;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Platform.Web.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Models.Gateway;

/// <summary>OpenAI's API on the root: any OpenAI client with this server as its base URL, a platform key and a model
/// <c>connection/model</c>.</summary>
internal static class GatewayEndpoints
{
    private const long MaxBodyBytes = 32 << 20;

    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
        var gateway = routes
            .MapApi("/v1", ApiTags.Gateway)
            .WithMetadata(GatewayError.Refusal, new RefusalBody(typeof(OpenAiError), "application/json"));
        gateway
            .MapPost("/chat/completions", CompleteAsync)
            .RequireScope(Scopes.Write)
            .WithBodyLimit(MaxBodyBytes)
            .WithBody("As OpenAI's API takes it; `model` is `connection/model`.", ("application/json", GatewaySchemas.Request))
            .Produces<object>(contentType: "application/json", additionalContentTypes: "text/event-stream")
            .Refuses(404, 502, 504)
            .WithName("createChatCompletion")
            .WithSummary("OpenAI's chat completions through a connection, recorded as a span")
            .WithDescription("The answer is the provider's, in OpenAI's format; with `stream`, server-sent events.");
        gateway
            .MapGet("/models", ListAsync)
            .RequireScope(Scopes.Read)
            .WithName("listGatewayModels")
            .WithSummary("List the models of all connections, as connection/model");
    }

    private static async Task<Ok<OpenAiModels>> ListAsync(ConnectionStore store, HttpContext http, CancellationToken ct)
    {
        var connections = await store.ListAsync(http.Caller().WorkspaceId, ct);
        var data = connections.SelectMany(c =>
            c.Models.Select(model => new OpenAiModel($"{c.Name}/{model}", "model", c.CreatedAt.ToUnixTimeSeconds(), c.Provider))
        );
        return TypedResults.Ok(new OpenAiModels("list", [.. data]));
    }

    private static async Task<IResult> CompleteAsync(
        ConnectionStore store,
        GatewayCalls calls,
        GatewayLimit limit,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (await limit.RefusalAsync(http) is { } refused)
            return refused;
        JsonElement body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, RequestJson.Options, ct);
        }
        catch (JsonException e)
        {
            string? at = e is FieldException { Field.Length: > 0 } field ? field.Field : null;
            string message = at is null ? $"The body is not JSON: {e.Message}" : e.Message;
            return GatewayError.Of(400, "invalid_request_error", "invalid_json", message, at);
        }
        var (request, error, param) = GatewayRequest.Read(body);
        if (request is null)
            return GatewayError.Of(400, "invalid_request_error", "invalid_request", error!, param);
        var route = GatewayRoutes.Find(await store.ListAsync(http.Caller().WorkspaceId, ct), request.Model);
        return route is { } found
            ? await calls.AnswerAsync(http, request, request.ToProvider(found.Connection, found.Model), ct)
            : GatewayError.Of(
                404,
                "invalid_request_error",
                FailureCauses.ModelNotFound,
                $"No connection serves '{request.Model}'. Name it as connection/model.",
                "model"
            );
    }
}
