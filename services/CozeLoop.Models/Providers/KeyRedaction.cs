using System.Text;
using System.Text.Json;

namespace CozeLoop.Models.Providers;

/// <summary>
/// Takes a connection's key out of what its provider answers: some echo it in an error, and a server set up to collect keys echoes it on
/// purpose. Found as it is, percent-encoded, in JSON escapes (of JSON in JSON too) and inside base64. Keys shorter than 8 characters
/// protect nothing and are left, because they would be found in ordinary words.
/// </summary>
internal sealed class KeyRedaction
{
    public const string Mark = "[redacted]";

    private const int ShortestKey = 8;

    private readonly string[] _forms;

    public KeyRedaction(string? key) => _forms = key is { Length: >= ShortestKey } ? [key, .. Base64(key).Distinct()] : [];

    /// <summary>There is nothing to hide.</summary>
    public bool IsNone => _forms.Length == 0;

    public string InText(string text) => Replace(text, json: false);

    /// <summary>The same in the text of a JSON document, which stays one.</summary>
    public string InJson(string json) => Replace(json, json: true);

    public ProviderOutcome In(ProviderOutcome outcome)
    {
        if (IsNone)
            return outcome;
        if (outcome is ProviderOutcome.Failed { Failure: var f } failed)
        {
            return failed with
            {
                Failure = f with { Message = InText(f.Message), ProviderCode = f.ProviderCode is null ? null : InText(f.ProviderCode) },
            };
        }
        var answered = (ProviderOutcome.Answered)outcome;
        var message = answered.Message;
        return answered with
        {
            Message = message with
            {
                Content = Optional(message.Content),
                Reasoning = Optional(message.Reasoning),
                FinishReason = Optional(message.FinishReason),
                Parts = message.Parts is { } parts ? JsonSerializer.Deserialize<JsonElement>(InJson(parts.GetRawText())) : null,
                ToolCalls = message.ToolCalls is { } calls
                    ? [.. calls.Select(c => c with { Id = Optional(c.Id), Name = InText(c.Name), Arguments = InText(c.Arguments) })]
                    : null,
            },
        };
    }

    /// <summary>
    /// Whether a form of the key stands at <paramref name="at"/>: <paramref name="end"/> is where it ends. <paramref name="cut"/> where the
    /// text ends before the form does.
    /// </summary>
    public bool StandsAt(string text, int at, out int end, out bool cut)
    {
        cut = false;
        foreach (string form in _forms)
        {
            int i = at,
                matched = 0;
            while (matched < form.Length && i < text.Length && Step(text, i, form[matched]) is > 0 and var step)
            {
                (i, matched) = (i + step, matched + 1);
            }
            if (matched == form.Length)
            {
                end = i;
                return true;
            }
            cut |= i >= text.Length && matched > 0;
        }
        end = at;
        return false;
    }

    private string? Optional(string? text) => text is null ? null : InText(text);

    private string Replace(string text, bool json)
    {
        if (IsNone)
            return text;
        StringBuilder? redacted = null;
        int done = 0,
            slashes = 0;
        for (int i = 0; i < text.Length; i++)
        {
            // After an odd number of backslashes a character is part of an escape, and taking it away would break the document.
            if ((!json || slashes % 2 == 0) && StandsAt(text, i, out int end, out _))
            {
                (redacted ??= new StringBuilder()).Append(text, done, i - done).Append(Mark);
                done = end;
                i = end - 1;
                slashes = 0;
            }
            else
                slashes = text[i] == '\\' ? slashes + 1 : 0;
        }
        return redacted is null ? text : redacted.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>
    /// How many characters of the text stand for one of the key: itself, <c>%2F</c>, <c>\/</c> or <c>\u002f</c>; 0 where none do.
    /// </summary>
    private static int Step(string text, int at, char wanted)
    {
        if (text[at] == wanted)
            return 1;
        if (text[at] == '%')
            return IsHex(text, at + 1, 2, wanted) ? 3 : 0;
        if (text[at] != '\\')
            return 0;
        int slashes = 1;
        // JSON in JSON in JSON doubles them each time.
        while (slashes < 8 && at + slashes < text.Length && text[at + slashes] == '\\')
            slashes++;
        if (at + slashes >= text.Length)
            return 0;
        if (text[at + slashes] == wanted)
            return slashes + 1;
        return text[at + slashes] == 'u' && IsHex(text, at + slashes + 1, 4, wanted) ? slashes + 5 : 0;
    }

    private static bool IsHex(string text, int at, int digits, char wanted) =>
        at + digits <= text.Length
        && ushort.TryParse(text.AsSpan(at, digits), System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort code)
        && code == wanted;

    /// <summary>
    /// The key inside a base64 text, at each of the three places where it can begin, without the characters that its neighbours share.
    /// </summary>
    private static IEnumerable<string> Base64(string key)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        for (int before = 0; before < 3; before++)
        {
            string whole = Convert.ToBase64String([.. new byte[before], .. bytes]);
            int first = (before * 8 + 5) / 6,
                last = (before + bytes.Length) * 8 / 6;
            string inner = whole[first..last];
            yield return inner;
            yield return inner.Replace('+', '-').Replace('/', '_');
        }
    }
}
