using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>OTLP over HTTP: the standard path, and those that Langfuse's and Coze Loop's SDKs put before it.</summary>
internal static class OtlpEndpoints
{
    private static readonly string[] Paths = ["/v1/traces", "/api/public/otel/v1/traces", "/v1/loop/opentelemetry/v1/traces"];

    private static readonly RefusalForm Refusal = (context, status, message) =>
        new OtlpRefusal(status, message, IsJson(context.Request.ContentType) ?? true);

    public static void MapOtlp(this IEndpointRouteBuilder routes)
    {
        long limit = routes.ServiceProvider.GetRequiredService<IOptions<IngestOptions>>().Value.MaxBodyBytes;
        foreach (string path in Paths)
        {
            routes
                .MapPost(path, ExportAsync)
                .RequireScope(Scopes.Ingest)
                .WithBodyLimit(limit)
                .WithMetadata(Refusal)
                .DisableAntiforgery()
                .WithTags("Ingest")
                .WithSummary("Takes an OTLP ExportTraceServiceRequest (protobuf or JSON; gzip, deflate) and answers when it is durable.");
        }
    }

    private static async Task<IResult> ExportAsync(
        HttpContext context,
        OtlpReceiver receiver,
        IOptions<IngestOptions> options,
        CancellationToken ct
    )
    {
        bool? json = IsJson(context.Request.ContentType);
        if (json is null)
        {
            return new OtlpAnswer(
                new Reception.Refused(ReceptionError.UnsupportedType, "Send application/x-protobuf or application/json."),
                json: true
            );
        }
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes, ct);
        if (body is BodyResult.Bad bad)
            return new OtlpAnswer(new Reception.Refused(bad.Error, bad.Message), json.Value);
        // Given back when the broker has it on disk, or will never write it.
        using var whole = (BodyResult.Whole)body;
        long workspace = context.Caller().WorkspaceId;
        var reception = json.Value
            ? await receiver.ReceiveJsonAsync(workspace, whole.Bytes, ct)
            : await receiver.ReceiveProtobufAsync(workspace, whole.Bytes, ct);
        return new OtlpAnswer(reception, json.Value);
    }

    private static bool? IsJson(string? contentType)
    {
        string type = (contentType ?? "").Split(';')[0].Trim();
        if (type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return true;
        return
            type.Equals("application/x-protobuf", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/protobuf", StringComparison.OrdinalIgnoreCase)
            ? false
            : null;
    }
}
