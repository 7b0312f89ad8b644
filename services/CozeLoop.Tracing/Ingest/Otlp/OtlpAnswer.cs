using System.Globalization;
using System.Text.Json;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>
/// OTLP/HTTP's answers in the request's own encoding (https://opentelemetry.io/docs/specs/otlp): <c>ExportTraceServiceResponse</c>, or a
/// refusal.
/// </summary>
internal sealed class OtlpAnswer(Reception reception, bool json) : IResult
{
    public Task ExecuteAsync(HttpContext context)
    {
        if (reception is Reception.Refused refused)
            return new OtlpRefusal(StatusOf(refused.Error), refused.Message, json).ExecuteAsync(context);
        var taken = (Reception.Taken)reception;
        return OtlpBody.WriteAsync(context, StatusCodes.Status200OK, json ? TakenJson(taken) : TakenProtobuf(taken), json);
    }

    private static int StatusOf(ReceptionError error) =>
        error switch
        {
            ReceptionError.TooLarge => StatusCodes.Status413PayloadTooLarge,
            ReceptionError.UnsupportedType => StatusCodes.Status415UnsupportedMediaType,
            ReceptionError.Full => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };

    private static byte[] TakenJson(Reception.Taken taken) =>
        taken.Rejected == 0
            ? "{}"u8.ToArray()
            : JsonSerializer.SerializeToUtf8Bytes(
                new OtlpTaken(new OtlpPartialSuccess(taken.Rejected.ToString(CultureInfo.InvariantCulture), taken.Reasons)),
                Contracts.Json.Compact
            );

    private static byte[] TakenProtobuf(Reception.Taken taken)
    {
        var writer = new ProtobufWriter();
        if (taken.Rejected == 0)
            return [];
        int partial = writer.Begin(ExportTraceServiceResponseFields.PartialSuccess);
        writer.Varint(ExportTracePartialSuccessFields.RejectedSpans, (ulong)taken.Rejected);
        writer.Text(ExportTracePartialSuccessFields.ErrorMessage, taken.Reasons);
        writer.End(partial);
        return writer.ToArray();
    }
}
