using System.Text.Json;
using System.Text.Json.Serialization;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web.Requests;

namespace CozeLoop.Evaluation.Kinds;

/// <summary>The settings of an evaluator version, as its author wrote them.</summary>
internal abstract record EvaluatorConfig
{
    private static readonly JsonSerializerOptions Strict = CreateStrict();

    /// <summary>Which settings belong to which kind. A new kind is a line here.</summary>
    private static readonly Dictionary<string, Type> Kinds = new(StringComparer.Ordinal)
    {
        [EvaluatorKinds.ExactMatch] = typeof(ExactMatch),
        [EvaluatorKinds.Contains] = typeof(Contains),
        [EvaluatorKinds.Regex] = typeof(RegexMatch),
        [EvaluatorKinds.JsonValid] = typeof(JsonValid),
        [EvaluatorKinds.ToolCall] = typeof(ToolCallMatch),
        [EvaluatorKinds.Judge] = typeof(Judging.Judge),
    };

    /// <summary>Null when the settings can be used, else what is wrong with them.</summary>
    public virtual string? Fault() => null;

    /// <summary>Reads and checks settings; a member that the kind does not know is a fault, because a misspelt option would silently not
    /// count.</summary>
    public static ConfigOutcome Read(string kind, JsonElement? json)
    {
        if (!Kinds.TryGetValue(kind, out var type))
            return new ConfigOutcome.Faulty($"The kind is one of {string.Join(", ", Kinds.Keys)}.");
        try
        {
            string text = json is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given ? given.GetRawText() : "{}";
            if (JsonSerializer.Deserialize(text, type, Strict) is not EvaluatorConfig config)
                return new ConfigOutcome.Faulty("The config is an object.");
            return config.Fault() is { } fault ? new ConfigOutcome.Faulty(fault) : new ConfigOutcome.Usable(config);
        }
        catch (JsonException e)
        {
            return new ConfigOutcome.Faulty($"The config of kind '{kind}' cannot be read at {e.Path}: {e.Message}");
        }
    }

    private static JsonSerializerOptions CreateStrict()
    {
        var options = new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
        RequestJson.Configure(options);
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = true; // settings that were committed before they were refused at the door
        return options;
    }
}

/// <summary>An evaluator that computes its verdict, at once and always the same.</summary>
internal abstract record CheckConfig : EvaluatorConfig
{
    public abstract Verdict Check(Subject subject);
}

internal abstract record ConfigOutcome
{
    private ConfigOutcome() { }

    public sealed record Usable(EvaluatorConfig Config) : ConfigOutcome;

    public sealed record Faulty(string Reason) : ConfigOutcome;
}
