using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>OTLP over HTTP: the standard path, and those that Langfuse's and Coze Loop's SDKs put before it.</summary>
internal static class OtlpEndpoints
{
    private static readonly string[] Paths = ["/v1/traces", "/api/public/otel/v1/traces", "/v1/loop/opentelemetry/v1/traces"];

    public static void MapOtlp(this IEndpointRouteBuilder routes)
    {
        foreach (string path in Paths)
        {
            routes.MapPost(path, ExportAsync).RequireScope(Scopes.Ingest).DisableAntiforgery().WithTags("Ingest")
                .WithSummary("Takes an OTLP ExportTraceServiceRequest (protobuf or JSON; gzip, deflate) and answers when it is durable.");
        }
    }

    private static async Task<IResult> ExportAsync(HttpContext context, OtlpReceiver receiver, IOptions<IngestOptions> options, CancellationToken ct)
    {
        bool? json = IsJson(context.Request.ContentType);
        if (json is null)
        {
            return new OtlpAnswer(new Reception.Refused(ReceptionError.UnsupportedType, "Send application/x-protobuf or application/json."), json: true);
        }
        // The server's own limit would answer in its own form; the limit is kept while reading.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
        var reception = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes, ct) switch
        {
            BodyResult.Bad bad => new Reception.Refused(bad.Error, bad.Message),
            BodyResult.Whole whole when json.Value => await receiver.ReceiveJsonAsync(context.Caller().WorkspaceId, whole.Bytes, ct),
            BodyResult.Whole whole => await receiver.ReceiveProtobufAsync(context.Caller().WorkspaceId, whole.Bytes, ct),
            _ => throw new InvalidOperationException("A body is whole or bad."),
        };
        return new OtlpAnswer(reception, json.Value);
    }

    private static bool? IsJson(string? contentType)
    {
        string type = (contentType ?? "").Split(';')[0].Trim();
        if (type.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return true;
        return type.Equals("application/x-protobuf", StringComparison.OrdinalIgnoreCase) || type.Equals("application/protobuf", StringComparison.OrdinalIgnoreCase) ? false : null;
    }
}
