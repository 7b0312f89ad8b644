using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Evaluation.Kinds;
using Xunit;

namespace CozeLoop.Evaluation.Tests.Kinds;

/// <summary>Short ways to say what is scored and how.</summary>
internal static class Subjects
{
    public static ChatMessage Said(string? text, params ChatToolCall[] calls) =>
        new("assistant", text) { ToolCalls = calls.Length > 0 ? calls : null };

    public static ChatToolCall Call(string name, string arguments) => new("call_" + name + arguments.Length, name, arguments);

    public static double? Value(string kind, string config, ChatMessage answer, ChatMessage? reference = null) =>
        Check(kind, config, answer, reference).Value;

    public static Verdict Check(string kind, string config, ChatMessage answer, ChatMessage? reference = null)
    {
        var outcome = Read(kind, config);
        Assert.True(outcome is ConfigOutcome.Usable, outcome.ToString());
        return ((CheckConfig)((ConfigOutcome.Usable)outcome).Config).Check(new Subject([new ChatMessage("user", "hi")], answer, reference));
    }

    public static ConfigOutcome Read(string kind, string config) => EvaluatorConfig.Read(kind, JsonDocument.Parse(config).RootElement);
}
