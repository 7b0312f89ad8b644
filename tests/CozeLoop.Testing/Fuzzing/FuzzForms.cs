using System.Globalization;
using System.Text;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>Bodies whose form no schema describes: OTLP, imports, OpenAI's requests, forms of pages.</summary>
internal static class FuzzForms
{
    private const string ChatExample = """
        {"model":"fuzz-model/fake-model",
            "messages":[{"role":"system","content":"You help."},{"role":"user","content":[{"type":"text","text":"hello"}]}],"stream":false,
        "temperature":0.5,"top_p":1,"max_tokens":10,"seed":1,"n":1,"stop":["a"],"frequency_penalty":0,"presence_penalty":0,
            "response_format":{"type":"json_schema",
        "json_schema":{"schema":{"type":"object","properties":{"a":{"type":"integer","minimum":0,"maximum":3},"b":{"enum":["x"]}}}}},
            "tools":[{"type":"function",
        "function":{"name":"f","description":"d","parameters":{"type":"object"}}}],"tool_choice":"auto",
            "stream_options":{"include_usage":true}}
        """;

    private const string OtlpExample = """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"fuzz"}}]},
            "scopeSpans":[{"scope":{"name":"s","version":"1"},"spans":[
        {"traceId":"f0220000000000000000000000000009","spanId":"f022000000000009","parentSpanId":"","name":"chat","kind":1,
            "startTimeUnixNano":"1795780800001000000",
        "endTimeUnixNano":"1795780801001000000","status":{"code":1,"message":"m"},
            "events":[{"name":"e","timeUnixNano":"1795780800001000000","attributes":[]}],"links":[],"attributes":[
        {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.request.model","value":{"stringValue":"fake-model"}},
        {"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},{"key":"gen_ai.request.temperature","value":{"doubleValue":0.5}},
        {"key":"gen_ai.input.messages",
            "value":{"stringValue":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hello\"}]}]"}},
        {"key":"gen_ai.output.messages",
            "value":{"stringValue":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]"}},
        {"key":"session.id","value":{"stringValue":"fuzz-session"}},
            {"key":"a","value":{"arrayValue":{"values":[{"boolValue":true},{"kvlistValue":{"values":[]}}]}}}]}]}]}]}
        """;

    private const string ConversationExample = """
        {"conversation_id":"c1","task_id":0,"success":1.0,
            "messages":[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":"b","tool_calls":[
        {"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":"c","tool_call_id":"1"}],
            "scores":{"quality":1}}
        """;

    private const string LangfuseExample = """
        {"id":"f0220000000000000000000000000010","timestamp":"2026-11-27T10:00:00.000Z","name":"chat","sessionId":"fuzz-session",
            "userId":"u","tags":["a"],"metadata":{"a":1},"input":"x","output":null,
        "observations":[{"id":"o1","traceId":"f0220000000000000000000000000010","type":"GENERATION","name":"answer",
            "startTime":"2026-11-27T10:00:00.000Z","endTime":"2026-11-27T10:00:02.000Z",
        "parentObservationId":null,"model":"gpt-4o","modelParameters":{"temperature":1},"input":[{"role":"user","content":"hi"}],
            "output":{"role":"assistant","content":"yo"},
        "usageDetails":{"input":12,"output":3,"total":15},"costDetails":{"total":0.1},"level":"DEFAULT"}],
        "scores":[{"id":"s1","name":"quality","value":1,"traceId":"f0220000000000000000000000000010","timestamp":"2026-11-27T10:00:00.000Z",
            "dataType":"NUMERIC"}]}
        """;

    private const string ScoreExample = """
        {"id":"fuzz-score","name":"quality","value":1,"traceId":"f0220000000000000000000000000001","spanId":"f022000000000001",
        "sessionId":null,"comment":"c","source":"human"}
        """;

    public static FuzzBody Chat(Random random) => Json(random, ChatExample, 0.04);

    public static FuzzBody OtlpJson(Random random) => Json(random, OtlpExample, 0.03);

    public static FuzzBody Langfuse(Random random)
    {
        string trace = Example(random, LangfuseExample, 0.03);
        return Json(random.Next(2) == 0 ? trace : $"[{trace},{Example(random, LangfuseExample, 0.03)}]");
    }

    public static FuzzBody Scores(Random random)
    {
        string score = Example(random, ScoreExample, 0.08);
        return Json(random.Next(2) == 0 ? score : $"[{score},{Example(random, ScoreExample, 0.08)}]");
    }

    public static FuzzBody OtlpProtobuf(Random random)
    {
        var attributes = new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.input.messages"] = OddValues.Json(random),
            ["gen_ai.usage.input_tokens"] = random.NextInt64(),
            [OddValues.Text(random)] = OddValues.Text(random),
            ["cozeloop.input.messages"] = OddValues.Json(random),
            ["cozeloop.parameters"] = OddValues.Json(random),
            ["cozeloop.cost_usd"] = random.NextDouble() * 1e30,
            ["session.id"] = OddValues.Text(random),
        };
        long start = random.Next(4) == 0 ? random.NextInt64() : 1_795_780_800_000_000_000;
        var span = new OtlpSpan(
            KnownValues.TraceId,
            random.Next(1, int.MaxValue).ToString("x16", CultureInfo.InvariantCulture),
            null,
            OddValues.Text(random),
            start,
            start + random.Next()
        )
        {
            Attributes = attributes,
        };
        byte[] otlp = new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = OddValues.Text(random) }, "fuzz")
            .Add(span)
            .ToArray();
        return new FuzzBody(otlp, "application/x-protobuf");
    }

    public static FuzzBody Conversations(Random random)
    {
        string file = string.Join('\n', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Example(random, ConversationExample, 0.04)));
        return Multipart(
            random,
            ("file", file),
            ("name", OddValues.Text(random)),
            ("sample", random.Next(2) == 0 ? "true" : "x"),
            ("tools", random.Next(3) == 0 ? OddValues.Json(random) : "[]")
        );
    }

    public static FuzzBody Login(Random random)
    {
        var fields = new Dictionary<string, string>
        {
            ["email"] = OddValues.Text(random),
            ["password"] = "x",
            ["returnUrl"] = OddValues.Text(random),
            ["__RequestVerificationToken"] = OddValues.Text(random),
        };
        if (random.Next(4) == 0)
            return Multipart(random, [.. fields.Select(f => (f.Key, f.Value))]);
        string form = string.Join('&', fields.Where(_ => random.Next(5) > 0).Select(f => $"{f.Key}={Uri.EscapeDataString(Well(f.Value))}"));
        return new FuzzBody(Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded");
    }

    private static FuzzBody Multipart(Random random, params (string Name, string Value)[] parts)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parts)
        {
            if (random.Next(8) == 0)
                continue;
            string file = name is "file" or "tools" && random.Next(3) > 0 ? "; filename=\"f.jsonl\"" : "";
            text.Append(
                CultureInfo.InvariantCulture,
                $"--fuzz\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
            );
        }
        if (random.Next(20) > 0)
            text.Append("--fuzz--\r\n");
        return new FuzzBody(
            Encoding.UTF8.GetBytes(text.ToString()),
            random.Next(30) == 0 ? "multipart/form-data" : "multipart/form-data; boundary=fuzz"
        );
    }

    private static FuzzBody Json(Random random, string example, double oddness) => Json(Example(random, example, oddness));

    private static FuzzBody Json(string json) => new(Encoding.UTF8.GetBytes(json), "application/json");

    // One in eight is right as it stands, so that there is something behind the checks.
    private static string Example(Random random, string example, double oddness) =>
        TemplateWriter.Write(example, random, random.Next(8) == 0 ? 0 : oddness);

    private static string Well(string text) => string.Concat(text.EnumerateRunes());
}
