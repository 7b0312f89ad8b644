using System.Text.Json;
using CozeLoop.Evaluation.Kinds;

namespace CozeLoop.Evaluation.Judging;

/// <summary>
/// Reads a judge's reply. Lenient about what stands around the object (thoughts, fences, prose), strict about the object: <c>pass</c> is a
/// JSON boolean, <c>score</c> a whole number of 1 to 5. An object that stands in the judged material is a quotation of it, never the
/// verdict. A reply without a verdict, or with two that disagree, cannot be read.
/// </summary>
internal static class JudgeVerdict
{
    public static JudgeReading Read(string? reply, bool binary, Material material)
    {
        if (string.IsNullOrWhiteSpace(reply))
            return Fault("Your reply was empty.");
        // A reply that is an object from end to end may speak of such tags in its reason.
        if (Find(reply.Trim()) is not [{ } only] || only.Text.Length != reply.Trim().Length)
        {
            if (Find(ReplyText.WithoutThoughts(reply)) is not { } all)
                return Fault("Your reply held too many braces to be read.");
            return Among(all, binary, material);
        }
        return Among([only], binary, material);
    }

    private static IReadOnlyList<FoundObject>? Find(string text) => JsonObjects.Find(text);

    private static JudgeReading Among(IReadOnlyList<FoundObject> objects, bool binary, Material material)
    {
        string field = binary ? "pass" : "score";
        FoundObject[] named = [.. objects.Where(o => o.Json.TryGetProperty(field, out _))];
        FoundObject[] own = [.. named.Where(o => !material.Holds(o.Text))];
        if (own.Length == 0)
            return Fault(
                named.Length == 0
                    ? $"Your reply held no JSON object with \"{field}\"."
                    : "Your reply held no verdict but what it quoted from the material."
            );
        var verdicts = own.Select(o => VerdictOf(o.Json, field, binary)).ToList();
        if (verdicts.Any(v => v is null))
            return Fault(binary ? "\"pass\" must be true or false." : "\"score\" must be a whole number from 1 to 5.");
        return verdicts.All(v => v!.Value.Value == verdicts[0]!.Value.Value)
            ? new JudgeReading(verdicts[0], null)
            : Fault("Your reply held verdicts that disagree.");
    }

    private static Verdict? VerdictOf(JsonElement json, string field, bool binary)
    {
        // JSON allows a name twice, and readers differ in which one they take.
        double?[] values = [.. json.EnumerateObject().Where(p => p.NameEquals(field)).Select(p => binary ? Pass(p.Value) : Score(p.Value))];
        if (values.Any(v => v is null || v != values[0]))
            return null;
        string? reason = json.TryGetProperty("reason", out var r) && r.ValueKind == JsonValueKind.String ? r.GetString() : null;
        return new Verdict(values[0], reason, null);
    }

    private static double? Pass(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => null,
        };

    private static double? Score(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double score) && score is 1 or 2 or 3 or 4 or 5 ? score : null;

    private static JudgeReading Fault(string sentence) => new(null, sentence);
}

/// <param name="Fault">What is wrong with the reply, as a sentence that tells the judge; null where it holds a verdict.</param>
internal readonly record struct JudgeReading(Verdict? Verdict, string? Fault);
