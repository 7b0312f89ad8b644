using System.Text;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Tracing.Ingest;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Ingest.Otlp;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest.Otlp;

/// <summary>Whatever comes in, the answer is a value: nothing that is accepted makes a later reader throw.</summary>
public sealed class OtlpFuzzTests
{
    private static readonly IngestOptions Limits = new();
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    private static readonly byte[] Valid = Requests.Of(
        Requests.Span(1) with
        {
            Attributes = new Dictionary<string, object?>
            {
                ["gen_ai.input.messages"] = "[{\"role\":\"user\",\"content\":\"hi\"}]",
                ["list"] = new[] { "a" },
            },
        },
        Requests.Span(2) with
        {
            Status = OtlpStatus.Error,
            Events = [new OtlpEvent("exception", 5, new Dictionary<string, object?> { ["k"] = 1 })],
            Links = [new OtlpLink(Requests.Trace, Requests.SpanId(1))],
        }
    );

    private static void Read(ReadOnlyMemory<byte> request)
    {
        var skim = new RequestSkim(request.Span, Limits, Captures.Time.UnixNano());
        if (skim.Malformed)
            return;
        int read = BatchFramer.Frame(request, skim, 200).Sum(frame => SpanDecoder.Decode(new SpanBatch(1, 1, "otlp", frame)).Count);
        Assert.Equal(skim.Accepted.Count, read);
    }

    private static byte[] Damage(byte[] request, int[] places, byte[] values)
    {
        byte[] damaged = [.. request];
        for (int i = 0; i < places.Length && i < values.Length; i++)
            damaged[(uint)places[i] % (uint)damaged.Length] = values[i];
        return damaged;
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() => Check.One(Many, Prop.ForAll<byte[]>(bytes => Read(bytes)));

    [Fact]
    public void A_damaged_request_is_read_or_refused() =>
        Check.One(Many, Prop.ForAll<int[], byte[]>((places, values) => Read(Damage(Valid, places, values))));

    [Fact]
    public void A_request_cut_anywhere_is_read_or_refused()
    {
        for (int length = 0; length <= Valid.Length; length++)
            Read(Valid.AsMemory(0, length));
    }

    [Fact]
    public void Any_text_is_json_that_is_read_or_refused() =>
        Check.One(Many, Prop.ForAll<string>(text => ReadJson(Encoding.UTF8.GetBytes(text ?? ""))));

    [Fact]
    public void Damaged_json_is_read_or_refused()
    {
        byte[] valid = Encoding.UTF8.GetBytes(Requests.Json(Requests.JsonSpan(1), Requests.JsonSpan(2)));
        Check.One(Many, Prop.ForAll<int[], byte[]>((places, values) => ReadJson(Damage(valid, places, values))));
    }

    private static void ReadJson(byte[] json)
    {
        var transcoded = OtlpJson.ToProtobuf(json);
        if (transcoded.Error is null)
            Read(transcoded.Protobuf);
    }

    [Fact]
    public void Any_content_under_a_known_name_is_stored_and_shown()
    {
        string[] keys =
        [
            "cozeloop.kind",
            "cozeloop.input.messages",
            "cozeloop.output.messages",
            "cozeloop.tools",
            "cozeloop.tokens.input",
            "cozeloop.ttft_ms",
            "cozeloop.prompt.variables",
            "cozeloop.parameters",
            "openinference.span.kind",
            "llm.input_messages.0.message.role",
            "llm.input_messages.0.message.content",
            "llm.invocation_parameters",
            "llm.token_count.prompt",
            "llm.cost.total",
            "tag.tags",
            "input.value",
            "langfuse.observation.type",
            "langfuse.observation.input",
            "langfuse.observation.output",
            "langfuse.observation.usage_details",
            "langfuse.observation.cost_details",
            "langfuse.observation.completion_start_time",
            "gen_ai.operation.name",
            "gen_ai.input.messages",
            "gen_ai.output.messages",
            "gen_ai.system_instructions",
            "gen_ai.tool.definitions",
            "gen_ai.usage.input_tokens",
            "gen_ai.response.time_to_first_chunk",
            "gen_ai.request.stop_sequences",
            "ai.operationId",
            "ai.prompt",
            "ai.response.toolCalls",
            "ai.prompt.tools",
            "traceloop.span.kind",
            "llm.request.type",
        ];
        string[] values =
        [
            "model",
            "LLM",
            "generation",
            "chat",
            "ai.generateText.doGenerate",
            "",
            "null",
            "[null]",
            "{}",
            "[]",
            "[[[]]]",
            "\"",
            "\"\\ud800\"",
            "{\"\\udc00\":1}",
            "[{\"role\":null}]",
            "[{\"role\":\"user\",\"content\":[{\"type\":\"x\"}]}]",
            "{\"messages\":[{\"content\":5}]}",
            "{\"tools\":[{\"function\":{\"name\":\"\\ud83d\"}}]}",
            "1e400",
            "-1",
            "9999-12-31T23:59:59Z",
            "\"0001-01-01\"",
            "NaN",
            "79228162514264337593543950335",
            "{\"input\":1e99,\"output\":-3}",
            "{\"prompt_tokens\":\"x\",\"prompt_tokens_details\":5}",
            "[{\"role\":\"assistant\",\"tool_calls\":[5,{\"function\":7},{}]}]",
            "{\"a\":1,\"a\":2}",
            new string('[', 99) + new string(']', 99),
            new string('[', 500) + new string(']', 500),
            "\ud83d\ude00" + new string('x', 400),
        ];
        var pair = Gen.Elements(keys).SelectMany(k => Gen.Elements(values), (k, v) => (Key: k, Value: v));
        Check.One(
            Many,
            Prop.ForAll(
                Arb.From(pair.ListOf(8)),
                pairs =>
                {
                    var attributes = new Dictionary<string, object?>();
                    foreach (var (key, value) in pairs)
                        attributes[key] = value;
                    var span = Assert.Single(
                        SpanDecoder.Decode(new SpanBatch(1, 1, "otlp", Requests.Of(Requests.Span(1) with { Attributes = attributes })))
                    );
                    var chat = ChatForm.Read("model", span.Attributes, span.Input, span.Output, span.Events);
                    Assert.All(chat.Messages, m => Assert.NotNull(m.Role));
                }
            )
        );
    }
}
