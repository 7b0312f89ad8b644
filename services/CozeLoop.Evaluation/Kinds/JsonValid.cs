using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Evaluation.Kinds;

/// <summary>The answer's whole text is one JSON value; with <see cref="RequiredFields"/>, an object that has them.</summary>
internal sealed record JsonValid : CheckConfig
{
    // However deep, it is JSON.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    public IReadOnlyList<string> RequiredFields { get; init; } = [];

    public override Verdict Check(Subject subject)
    {
        try
        {
            using var json = JsonDocument.Parse(JsonEscapes.Sound(subject.Text), AnyDepth);
            if (RequiredFields.Count == 0)
                return Verdict.Of(true);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return Verdict.Of(false, "Not an object.");
            string[] missing = [.. RequiredFields.Where(field => !json.RootElement.TryGetProperty(field, out _))];
            return Verdict.Of(missing.Length == 0, missing.Length == 0 ? null : "Missing: " + string.Join(", ", missing));
        }
        catch (JsonException e)
        {
            return Verdict.Of(false, e.Message);
        }
    }
}
