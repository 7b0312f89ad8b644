using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf;

namespace CozeLoop.EndToEnd.Ingest;

/// <summary>An answer to an OTLP request.</summary>
/// <param name="Type">The media type of the body.</param>
internal sealed record OtlpReply(HttpStatusCode Status, string? Type, byte[] Body)
{
    public const string Protobuf = "application/x-protobuf",
        Json = "application/json";

    public static async Task<OtlpReply> PostAsync(HttpClient http, byte[] body, string type, string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        using var response = await http.PostAsync("/v1/traces", content);
        return new OtlpReply(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsByteArrayAsync()
        );
    }

    /// <summary>The body as <c>google.rpc.Status</c>, in the encoding that its type says.</summary>
    public (long Code, string Message) AsStatus()
    {
        if (Type != Json)
            return Fields(Body);
        using var json = JsonDocument.Parse(Body);
        return (json.RootElement.GetProperty("code").GetInt64(), json.RootElement.GetProperty("message").GetString()!);
    }

    /// <summary>The <c>partial_success</c> of a protobuf <c>ExportTraceServiceResponse</c>: how many spans were rejected, and
    /// why.</summary>
    public (long Rejected, string Reasons) AsPartialSuccess()
    {
        var input = new CodedInputStream(Body);
        return input.ReadTag() == 10 ? Fields(input.ReadBytes().ToByteArray()) : (0, "");
    }

    // Both messages have a number as field 1 and a text as field 2.
    private static (long Number, string Text) Fields(byte[] message)
    {
        var input = new CodedInputStream(message);
        long number = 0;
        string text = "";
        for (uint tag; (tag = input.ReadTag()) != 0; )
        {
            if (tag == 8)
                number = input.ReadInt64();
            else if (tag == 18)
                text = input.ReadString();
            else
                input.SkipLastField();
        }
        return (number, text);
    }
}
