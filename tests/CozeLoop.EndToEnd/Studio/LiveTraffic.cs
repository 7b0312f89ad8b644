using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>A day of a small travel assistant, over OTLP in the attributes of the platform: an agent, a model call that asks for a tool,
/// the tool, an answer. Times end at a moment given.</summary>
internal static class LiveTraffic
{
    private const string System =
        "You are the assistant of Paper Lantern Travel. Keep to the booking rules and answer in two sentences at most.";
    private static readonly string[] Questions =
    [
        "Where is my booking {0}?",
        "Please move {0} to Friday.",
        "Can I get a refund for {0}?",
        "Which seats are left on {0}?",
        "Add a bag to {0}, please.",
    ];
    private static readonly JsonSerializerOptions Text = Json.Compact;

    /// <returns>One OTLP request with <paramref name="traces"/> traces of four spans over the 24 hours before <paramref name="end"/>; every
    /// twentieth fails.</returns>
    public static byte[] Day(int traces, DateTimeOffset end, int seed)
    {
        var random = new Random(seed);
        var request = new OtlpSpanWriter(
            new Dictionary<string, object?> { ["service.name"] = "paper-lantern", ["deployment.environment.name"] = "production" },
            "paper-lantern"
        );
        foreach (int i in Enumerable.Range(0, traces))
        foreach (var span in Trace(i, end.AddHours(-24 * random.NextDouble()), random))
            request.Add(span);
        return request.ToArray();
    }

    private static IEnumerable<OtlpSpan> Trace(int i, DateTimeOffset start, Random random)
    {
        string booking = $"PL{1000 + i}",
            question = string.Format(null, Questions[i % Questions.Length], booking);
        double plan = 600 + random.Next(900),
            tool = 80 + random.Next(400),
            answer = 700 + random.Next(2200);
        bool fails = i % 20 == 7;
        var call = new ChatToolCall("call_1", "find_booking", $"{{\"code\":\"{booking}\"}}");
        ChatMessage[] asked = [new("system", System), new("user", question)];
        ChatMessage[] known =
        [
            .. asked,
            new("assistant", null) { ToolCalls = [call] },
            new("tool", "{\"status\":\"confirmed\",\"route\":\"HAM-LIS\"}") { ToolCallId = "call_1" },
        ];
        var root = Span(
            i,
            0,
            start,
            plan + tool + answer + 60,
            "assistant turn",
            new()
            {
                ["cozeloop.kind"] = "agent",
                ["session.id"] = $"chat-{i / 3}",
                ["user.id"] = $"user-{i % 17}",
                ["input.value"] = question,
            }
        );
        yield return root;
        yield return Span(i, 1, start.AddMilliseconds(20), plan, "chat gpt-4o", Model(asked, known[2], random));
        yield return Span(
            i,
            2,
            start.AddMilliseconds(30 + plan),
            tool,
            "find_booking",
            new()
            {
                ["cozeloop.kind"] = "tool",
                ["gen_ai.tool.name"] = "find_booking",
                ["gen_ai.tool.call.arguments"] = call.Arguments,
                ["gen_ai.tool.call.result"] = known[3].Content,
            }
        );
        var last = Span(
            i,
            3,
            start.AddMilliseconds(40 + plan + tool),
            answer,
            "chat gpt-4o",
            Model(
                known,
                fails
                    ? null
                    : new ChatMessage("assistant", $"Your booking {booking} from Hamburg to Lisbon is confirmed. Is there anything else?"),
                random
            )
        );
        yield return fails ? last with { Status = OtlpStatus.Error, StatusMessage = "the provider answered 529: overloaded" } : last;
    }

    private static OtlpSpan Span(int trace, int index, DateTimeOffset start, double ms, string name, Dictionary<string, object?> attributes)
    {
        long nano = start.ToUnixMs() * 1_000_000;
        string? parent = index == 0 ? null : Ids.SpanId("live", $"{trace}/0");
        return new OtlpSpan(
            Ids.TraceId("live", $"{trace}"),
            Ids.SpanId("live", $"{trace}/{index}"),
            parent,
            name,
            nano,
            nano + (long)(ms * 1e6)
        )
        {
            Attributes = attributes,
        };
    }

    private static Dictionary<string, object?> Model(IReadOnlyList<ChatMessage> given, ChatMessage? said, Random random) =>
        new()
        {
            ["cozeloop.kind"] = "model",
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "openai",
            ["gen_ai.request.model"] = "gpt-4o",
            ["gen_ai.request.temperature"] = 0.2,
            ["gen_ai.usage.input_tokens"] = 400 + random.Next(1600),
            ["gen_ai.usage.output_tokens"] = 20 + random.Next(120),
            ["cozeloop.cost_usd"] = 0.002 + random.NextDouble() * 0.01,
            ["cozeloop.input.messages"] = JsonSerializer.Serialize(given, Text),
            ["cozeloop.output.messages"] = said is null ? null : JsonSerializer.Serialize<ChatMessage[]>([said], Text),
        };
}
