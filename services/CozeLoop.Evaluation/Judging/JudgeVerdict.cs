using System.Text;
using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Evaluation.Kinds;

namespace CozeLoop.Evaluation.Judging;

/// <summary>
/// Reads a judge's reply. Lenient about what stands around the object (fences, prose), strict about the object: <c>pass</c> is a JSON
/// boolean, <c>score</c> a whole number of 1 to 5. A reply without such an object, or with two that disagree, is not a verdict.
/// </summary>
internal static class JudgeVerdict
{
    public static Verdict Parse(string? reply, bool binary)
    {
        var found = Objects(reply ?? "").Select(o => Read(o, binary)).OfType<Verdict>().ToList();
        if (found.Count == 0)
            return Verdict.Missing(ScoringCauses.JudgeInvalid, "The judge's reply holds no verdict: " + Shorten(reply));
        return found.All(v => v.Value == found[0].Value)
            ? found[0]
            : Verdict.Missing(ScoringCauses.JudgeInvalid, "The judge's reply holds verdicts that disagree: " + Shorten(reply));
    }

    private static Verdict? Read(JsonElement json, bool binary)
    {
        string? reason = json.TryGetProperty("reason", out var r) && r.ValueKind == JsonValueKind.String ? r.GetString() : null;
        if (binary)
            return json.TryGetProperty("pass", out var pass) && pass.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? Verdict.Of(pass.GetBoolean(), reason)
                : null;
        return
            json.TryGetProperty("score", out var score)
            && score.ValueKind == JsonValueKind.Number
            && score.TryGetDouble(out double value)
            && value is 1 or 2 or 3 or 4 or 5
            ? new Verdict(value, reason, null)
            : null;
    }

    /// <summary>The outermost JSON objects of a text, in order; at most 16 attempts, so that a reply of braces costs no time.</summary>
    private static IEnumerable<JsonElement> Objects(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(JsonEscapes.Sound(text));
        int from = 0;
        for (int attempt = 0; attempt < 16; attempt++)
        {
            int open = utf8.AsSpan(from).IndexOf((byte)'{');
            if (open < 0)
                yield break;
            from += open;
            var (json, length) = ObjectAt(utf8.AsSpan(from));
            if (json is { } found)
                yield return found;
            from += length;
        }
    }

    private static (JsonElement?, int Length) ObjectAt(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: true, default);
        try
        {
            return JsonElement.TryParseValue(ref reader, out var json) ? (json, (int)reader.BytesConsumed) : (null, 1);
        }
        catch (JsonException)
        {
            return (null, 1);
        }
    }

    private static string Shorten(string? text) =>
        text is null ? "(empty)"
        : text.Length <= 200 ? text
        : text[..200] + "…";
}
