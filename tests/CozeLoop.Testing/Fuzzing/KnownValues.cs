using CozeLoop.Contracts.Api;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>Values that make a request mean something: names of what the run has made, and words that the API knows. As JSON.</summary>
internal static class KnownValues
{
    public const string TraceId = "f0220000000000000000000000000001",
        SpanId = "f022000000000001",
        Session = "fuzz-session",
        Prompt = "fuzz-prompt",
        Connection = "fuzz-model",
        Model = "fake-model";

    private static readonly string[] Keys = [Prompt, "fuzz-1", "fuzz-2", "fuzz-3"];

    /// <summary>Evaluators that come with the product, and those that a run makes.</summary>
    private static readonly string[] Evaluators = ["fuzz-regex", "fuzz-judge", "fuzz-1", "fuzz-2"];

    private static readonly string[] Configs =
    [
        """{"pattern":"a+"}""",
        """{"pattern":"(a+)+$"}""",
        """{"text":"a"}""",
        """{"texts":["a","b"],"any":true}""",
        """{"requiredFields":["a"]}""",
        """{"expected":"a"}""",
        "{}",
        """{"ignoreOrder":true}""",
        """{"messages":[{"role":"user","content":"{{answer}}"}],"connection":"fuzz-model","model":"fake-model","scale":"1-5"}""",
    ];

    public static string? Of(string name, Random random) =>
        name switch
        {
            "key" or "promptKey" => Text(Keys, random),
            "evaluator" or "primaryMetric" => Text(Evaluators, random),
            "connection" => Text(["fuzz-model", "simulated", "none"], random),
            "model" => Text(["fake-model", "simulated", "fuzz-model/fake-model"], random),
            "provider" => Text(["openai", "anthropic", "simulated"], random),
            "baseUrl" => Text(["http://127.0.0.1:1/v1", "https://192.0.2.1", "http://localhost:1"], random),
            "role" => Text(["system", "user", "assistant", "tool", "developer"], random),
            "kind" => Text([.. EvaluatorKinds.All], random),
            "config" => Configs[random.Next(Configs.Length)],
            "mode" => Text(["frozen", "teacherForced"], random),
            "baseline" => Text(["rerun", "recorded"], random),
            "strategy" => "\"uniform\"",
            "clusterBy" => Text(["auto", "session", "trace", "user"], random),
            "filter" or "q" => Text(["", "session:fuzz-session", "kind:model", "status:error", "hello", "tokens>1"], random),
            "label" => Text(["production", "staging"], random),
            "traceId" => $"\"{TraceId}\"",
            "spanId" => $"\"{SpanId}\"",
            "sessionId" => $"\"{Session}\"",
            "scope" => Text(["read", "write", "ingest"], random),
            "content" => Text(["Hello {{name}}", "hello", "Say it in one sentence.", "{{answer}}", "🙂"], random),
            "from" => "\"2026-11-01T00:00:00Z\"",
            "to" => random.Next(2) == 0 ? "\"2026-12-01T00:00:00Z\"" : "null",
            _ => null,
        };

    /// <summary>For the parameters of paths and queries, unescaped.</summary>
    public static string OfPlace(string operation, string name, IReadOnlyDictionary<string, string[]> made, Random random)
    {
        if (name == "id" && made.FirstOrDefault(m => operation.StartsWith(m.Key, StringComparison.Ordinal)).Value is { Length: > 0 } ids)
        {
            return ids[random.Next(ids.Length)];
        }
        return name switch
        {
            "id" => Session,
            "version" or "from" or "to" when operation.Contains("/versions/", StringComparison.Ordinal) => random
                .Next(0, 4)
                .ToString(System.Globalization.CultureInfo.InvariantCulture),
            "from" => "2026-11-01T00:00:00Z",
            "to" => "2026-12-01T00:00:00Z",
            "limit" => random.Next(1, 100).ToString(System.Globalization.CultureInfo.InvariantCulture),
            "cursor" => Convert.ToBase64String([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => (byte)random.Next(256))]),
            "topic" => Plain(["spans", "scores", "events", "evaluations", "runs"], random),
            "field" => Plain(["model", "environment", "user", "tags", "name", "status"], random),
            "sort" => Plain(["loss", "order"], random),
            "outcome" => Plain(["win", "loss", "tie", "missing", "pending"], random),
            "format" => Plain(["markdown", "json", "junit"], random),
            "payload" => Plain(["full", "preview"], random),
            "start" => Plain(["true", "false"], random),
            "name" => Plain(["en", "zh-Hans", "quality"], random),
            "returnUrl" => Plain(["/", "/traces?q=a", "/ä", "//x"], random),
            "publicKey" => "pk-of-nobody",
            "key" when operation.Contains("evaluators", StringComparison.Ordinal) => Plain(Evaluators, random),
            _ => Of(name, random)?.Trim('"') ?? "x",
        };
    }

    private static string Text(string[] choices, Random random) => $"\"{Plain(choices, random)}\"";

    private static string Plain(string[] choices, Random random) => choices[random.Next(choices.Length)];
}
