using System.Text;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.EndToEnd.Ingest;
using Xunit;

namespace CozeLoop.EndToEnd.Recordings;

/// <summary>A call as an SDK sends it, and what its model had been sent.</summary>
/// <param name="Sent">The messages of a chat completion; null where the recording does not say them all.</param>
internal sealed record RecordedCall(string Name, string? Sent, params (string Key, string Value)[] Attributes)
{
    public int DroppedAttributes { get; init; }

    public static async Task PostAsync(HttpClient http, string session, IReadOnlyList<RecordedCall> calls)
    {
        long now = TimeProvider.System.UnixNano();
        var spans = calls.Select(
            (call, i) =>
                new
                {
                    traceId = Ids.TraceId(session, call.Name),
                    spanId = Ids.SpanId(session, call.Name),
                    name = call.Name,
                    kind = 1,
                    startTimeUnixNano = $"{now + i * 1000}",
                    endTimeUnixNano = $"{now + i * 1000 + 500}",
                    attributes = call
                        .Attributes.Append(("session.id", session))
                        .Select(a => new { key = a.Item1, value = new { stringValue = a.Item2 } }),
                    droppedAttributesCount = call.DroppedAttributes,
                }
        );
        string body = JsonSerializer.Serialize(
            new { resourceSpans = new[] { new { scopeSpans = new[] { new { scope = new { name = "sdk" }, spans } } } } }
        );
        var reply = await OtlpReply.PostAsync(http, Encoding.UTF8.GetBytes(body), OtlpReply.Json);
        Assert.Equal((System.Net.HttpStatusCode.OK, "{}"), (reply.Status, Encoding.UTF8.GetString(reply.Body)));
    }
}
