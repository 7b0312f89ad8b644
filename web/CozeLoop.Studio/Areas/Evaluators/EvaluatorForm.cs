using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Areas.Evaluators;

/// <summary>An evaluator's settings as the form shows them; only those of its kind are written into the config.</summary>
public sealed record EvaluatorForm
{
    public static readonly string[] Kinds =
    [
        EvaluatorKinds.Regex,
        EvaluatorKinds.Contains,
        EvaluatorKinds.ExactMatch,
        EvaluatorKinds.JsonValid,
        EvaluatorKinds.ToolCall,
        EvaluatorKinds.Judge,
    ];

    /// <summary>At most 20 words, wherever the text has line breaks.</summary>
    public const string AtMostTwentyWords = @"\A\s*(\S+\s+){0,19}\S*\s*\z";

    /// <summary>What the platform fills in a judge's messages.</summary>
    public static readonly string[] JudgeVariables = ["history", "answer", "reference"];

    /// <summary>The messages a new judge starts from; <c>{{history}}</c> and <c>{{answer}}</c> are filled by the platform.</summary>
    private static readonly IReadOnlyList<ChatMessage> JudgeStart =
    [
        new(
            "system",
            "You judge one answer of an assistant. Pass it if it keeps every rule of the "
                + "assistant's instructions and helps with what was asked last."
        ),
        new("user", "The conversation so far:\n{{history}}\n\nThe answer to judge:\n{{answer}}"),
    ];

    public string Kind { get; init; } = EvaluatorKinds.Regex;
    public string Pattern { get; init; } = "";

    /// <summary>One text a line.</summary>
    public string Texts { get; init; } = "";
    public bool Any { get; init; }
    public bool IgnoreCase { get; init; }
    public string Expected { get; init; } = "";
    public bool Trim { get; init; } = true;

    /// <summary>One field a line.</summary>
    public string RequiredFields { get; init; } = "";
    public bool IgnoreOrder { get; init; }
    public IReadOnlyList<ChatMessage> Messages { get; init; } = JudgeStart;
    public string Connection { get; init; } = "";
    public string Model { get; init; } = "";
    public string Scale { get; init; } = "binary";

    public bool IsComplete =>
        Kind switch
        {
            EvaluatorKinds.Regex => Pattern.Length > 0,
            EvaluatorKinds.Contains => Lines(Texts).Length > 0,
            EvaluatorKinds.Judge => Connection.Length > 0
                && Model.Length > 0
                && Messages.Any(m => m.Content?.Contains("{{", StringComparison.Ordinal) == true),
            _ => true,
        };

    public JsonElement ToConfig() =>
        JsonSerializer.SerializeToElement<object>(
            Kind switch
            {
                EvaluatorKinds.Regex => new { Pattern, IgnoreCase },
                EvaluatorKinds.Contains => new
                {
                    Texts = Lines(Texts),
                    Any,
                    IgnoreCase,
                },
                EvaluatorKinds.ExactMatch => new
                {
                    Expected = Expected.Length > 0 ? Expected : null,
                    IgnoreCase,
                    Trim,
                },
                EvaluatorKinds.JsonValid => new { RequiredFields = Lines(RequiredFields) },
                EvaluatorKinds.ToolCall => new { IgnoreOrder },
                _ => new
                {
                    Messages,
                    Connection,
                    Model,
                    Scale,
                },
            },
            Json.Compact
        );

    /// <summary>The form of a committed version, to start the next from. Settings this form does not show are lost in it; the page shows
    /// the whole config.</summary>
    public static EvaluatorForm Of(EvaluatorVersion version)
    {
        var config = JsonNode.Parse(version.Config.GetRawText())?.AsObject() ?? [];
        string Text(string name) => config[name]?.GetValue<string>() ?? "";
        bool Flag(string name, bool unset = false) => config[name]?.GetValue<bool>() ?? unset;
        string[] List(string name) => [.. (config[name]?.AsArray() ?? []).Select(n => n?.GetValue<string>() ?? "")];
        return new EvaluatorForm
        {
            Kind = version.Kind,
            Pattern = Text("pattern"),
            Texts = string.Join('\n', config["text"] is null ? List("texts") : [Text("text"), .. List("texts")]),
            Any = Flag("any"),
            IgnoreCase = Flag("ignoreCase"),
            Expected = Text("expected"),
            Trim = Flag("trim"),
            RequiredFields = string.Join('\n', List("requiredFields")),
            IgnoreOrder = Flag("ignoreOrder"),
            Messages = config["messages"]?.Deserialize<List<ChatMessage>>(Json.Api) ?? JudgeStart,
            Connection = Text("connection"),
            Model = Text("model"),
            Scale = Text("scale") is { Length: > 0 } scale ? scale : "binary",
        };
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
