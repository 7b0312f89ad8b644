using System.Globalization;
using System.Text.Json;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>
/// OTLP/HTTP's answers in the request's own encoding (https://opentelemetry.io/docs/specs/otlp): <c>ExportTraceServiceResponse</c>, or
/// <c>google.rpc.Status</c> with the code of https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto.
/// </summary>
internal sealed class OtlpAnswer(Reception reception, bool json) : IResult
{
    private const int InvalidArgument = 3, ResourceExhausted = 8, Unavailable = 14;

    public Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = json ? "application/json" : "application/x-protobuf";
        byte[] body;
        if (reception is Reception.Refused refused)
        {
            response.StatusCode = StatusOf(refused.Error);
            if (refused.Error == ReceptionError.Full) response.Headers.RetryAfter = "5";
            body = json ? StatusJson(refused) : StatusProtobuf(refused);
        }
        else
        {
            body = json ? TakenJson((Reception.Taken)reception) : TakenProtobuf((Reception.Taken)reception);
        }
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static int StatusOf(ReceptionError error) => error switch
    {
        ReceptionError.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ReceptionError.UnsupportedType => StatusCodes.Status415UnsupportedMediaType,
        ReceptionError.Full => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    private static int CodeOf(ReceptionError error) => error switch
    {
        ReceptionError.TooLarge => ResourceExhausted,
        ReceptionError.Full => Unavailable,
        _ => InvalidArgument,
    };

    private static byte[] StatusJson(Reception.Refused refused) =>
        JsonSerializer.SerializeToUtf8Bytes(new { code = CodeOf(refused.Error), message = refused.Message }, Contracts.Json.Compact);

    private static byte[] StatusProtobuf(Reception.Refused refused)
    {
        var writer = new ProtobufWriter();
        writer.Varint(1, (ulong)CodeOf(refused.Error));
        writer.Text(2, refused.Message);
        return writer.ToArray();
    }

    private static byte[] TakenJson(Reception.Taken taken) => taken.Rejected == 0
        ? "{}"u8.ToArray()
        : JsonSerializer.SerializeToUtf8Bytes(
            new { partialSuccess = new { rejectedSpans = taken.Rejected.ToString(CultureInfo.InvariantCulture), errorMessage = taken.Reasons } }, Contracts.Json.Compact);

    private static byte[] TakenProtobuf(Reception.Taken taken)
    {
        var writer = new ProtobufWriter();
        if (taken.Rejected == 0) return [];
        int partial = writer.Begin(1);
        writer.Varint(1, (ulong)taken.Rejected);
        writer.Text(2, taken.Reasons);
        writer.End(partial);
        return writer.ToArray();
    }
}
