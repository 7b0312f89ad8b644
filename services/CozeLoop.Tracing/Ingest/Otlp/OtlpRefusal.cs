using System.Text.Json;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>
/// A refusal as OTLP/HTTP wants it, in the request's own encoding: <c>google.rpc.Status</c> with the code of
/// https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto that belongs to the HTTP status.
/// </summary>
internal sealed class OtlpRefusal(int status, string message, bool json) : IResult
{
    private const int InvalidArgument = 3,
        NotFound = 5,
        PermissionDenied = 7,
        ResourceExhausted = 8,
        Internal = 13,
        Unavailable = 14,
        Unauthenticated = 16;

    public Task ExecuteAsync(HttpContext context)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "5";
        return OtlpBody.WriteAsync(context, status, json ? Json() : Protobuf(), json);
    }

    private int Code =>
        status switch
        {
            401 => Unauthenticated,
            403 => PermissionDenied,
            404 => NotFound,
            413 or 429 => ResourceExhausted,
            503 => Unavailable,
            >= 500 => Internal,
            _ => InvalidArgument,
        };

    private byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(new OtlpError(Code, message), Contracts.Json.Compact);

    private byte[] Protobuf()
    {
        var writer = new ProtobufWriter();
        writer.Varint(RpcStatusFields.Code, (ulong)Code);
        writer.Text(RpcStatusFields.Message, message);
        return writer.ToArray();
    }
}

internal static class OtlpBody
{
    public static Task WriteAsync(HttpContext context, int status, byte[] body, bool json)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = json ? "application/json" : "application/x-protobuf";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
