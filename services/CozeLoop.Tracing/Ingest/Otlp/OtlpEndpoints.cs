using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>OTLP over HTTP: the standard path, and those that Langfuse's and Coze Loop's SDKs put before it.</summary>
internal static class OtlpEndpoints
{
    private static readonly (string Path, string Name, string Summary)[] Paths =
    [
        ("/v1/traces", "exportSpans", "Take spans by OTLP over HTTP"),
        ("/api/public/otel/v1/traces", "exportSpansFromLangfuse", "Take spans by OTLP, where Langfuse's SDKs send them"),
        ("/v1/loop/opentelemetry/v1/traces", "exportSpansFromCozeLoop", "Take spans by OTLP, where Coze Loop's SDKs send them"),
    ];

    private static readonly RefusalForm Refusal = (context, status, message) =>
        new OtlpRefusal(status, message, IsJson(context.Request.ContentType) ?? true);

    public static void MapOtlp(this IEndpointRouteBuilder routes)
    {
        long limit = routes.ServiceProvider.GetRequiredService<IOptions<IngestOptions>>().Value.MaxBodyBytes;
        foreach (var (path, name, summary) in Paths)
        {
            routes
                .MapApi(path, ApiTags.Ingest)
                .MapPost("", ExportAsync)
                .RequireScope(Scopes.Ingest)
                .WithBodyLimit(limit)
                .WithMetadata(Refusal, new RefusalBody(typeof(OtlpError), OtlpSchemas.Protobuf, "application/json"))
                .WithBody(
                    "An ExportTraceServiceRequest; gzip and deflate are accepted too.",
                    (OtlpSchemas.Protobuf, OtlpSchemas.Bytes),
                    ("application/json", OtlpSchemas.Request)
                )
                .Produces<OtlpTaken>(contentType: OtlpSchemas.Protobuf, additionalContentTypes: "application/json")
                .DisableAntiforgery()
                .WithName(name)
                .WithSummary(summary)
                .WithDescription("Answers in the request's own encoding, when the spans are durable.");
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
