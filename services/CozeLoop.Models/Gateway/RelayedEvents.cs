using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts;
using CozeLoop.Models.Providers;

namespace CozeLoop.Models.Gateway;

/// <summary>
/// The events of a streamed answer on their way to the client. An event passes as it is unless it tells the connection's key, or the
/// beginning of it: that waits for the next piece, because a key may come in several.
/// </summary>
internal sealed class RelayedEvents(HttpResponse response, bool wantsUsage, KeyRedaction secret)
{
    private const int MaxFields = 1024;

    private static readonly string[] TextFields = ["content", "reasoning_content", "reasoning"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = Json.MaxDepth };

    private readonly Dictionary<Place, StreamedRedaction> _fields = [];

    public async Task PassAsync(string data, CancellationToken ct)
    {
        if (!wantsUsage && IsUsageOnly(data))
            return;
        if (secret.IsNone)
        {
            await WriteAsync(response, data, ct);
            return;
        }
        if (data == "[DONE]")
            await EndAsync(ct);
        await WriteAsync(response, Redacted(data), ct);
    }

    /// <summary>What still waits did not become the key.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        foreach (var (place, field) in _fields)
        {
            string rest = field.End();
            if (rest.Length == 0)
                continue;
            var text = new JsonObject { [place.Field] = rest };
            var delta = place.Call is null
                ? text
                : new JsonObject { ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = place.Call, ["function"] = text }) };
            var choice = new JsonObject
            {
                ["index"] = place.Choice,
                ["delta"] = delta,
                ["finish_reason"] = null,
            };
            var chunk = new JsonObject { ["object"] = "chat.completion.chunk", ["choices"] = new JsonArray(choice) };
            await WriteAsync(response, chunk.ToJsonString(), ct);
        }
    }

    public static async Task WriteAsync(HttpResponse response, string data, CancellationToken ct)
    {
        response.ContentType ??= "text/event-stream";
        // An event of several lines has several data fields. Other separators may stand inside a text.
        string lines = data.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        await response.WriteAsync($"data: {lines.Replace("\n", "\ndata: ", StringComparison.Ordinal)}\n\n", ct);
        await response.Body.FlushAsync(ct);
    }

    private string Redacted(string data)
    {
        if (JsonReading.Parse(data) is not { } chunk || Copy(data) is not { } copy)
            return secret.InJson(data);
        bool changed = false;
        int position = 0;
        foreach (var choice in chunk.Items("choices"))
        {
            var target = (copy["choices"]![position++] as JsonObject)?["delta"] as JsonObject;
            if (target is not null && choice.Get("delta") is { } delta)
                changed |= Pass(choice.Number("index") ?? 0, delta, target);
        }
        return secret.InJson(changed ? copy.ToJsonString() : data);
    }

    private bool Pass(long choice, JsonElement delta, JsonObject target)
    {
        bool changed = false;
        foreach (string name in TextFields)
            changed |= Pass(new Place(choice, null, name), delta.Text(name), target);
        int position = 0;
        foreach (var call in delta.Items("tool_calls"))
        {
            var function = (target["tool_calls"]![position] as JsonObject)?["function"] as JsonObject;
            var place = new Place(choice, call.Number("index") ?? position, "arguments");
            if (function is not null)
                changed |= Pass(place, call.Get("function")?.Text("arguments"), function);
            position++;
        }
        return changed;
    }

    private bool Pass(Place place, string? piece, JsonObject target)
    {
        if (piece is null)
            return false;
        if (!_fields.TryGetValue(place, out var field))
        {
            if (_fields.Count == MaxFields)
                return false;
            _fields[place] = field = new StreamedRedaction(secret);
        }
        string safe = field.Take(piece);
        if (safe == piece)
            return false;
        target[place.Field] = safe;
        return true;
    }

    /// <summary>Null where the event cannot be written again: it is not an object, or has a name twice.</summary>
    private static JsonObject? Copy(string data)
    {
        try
        {
            return JsonNode.Parse(JsonEscapes.Sound(data), documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Clients that did not ask for usage read choices[0] of every chunk.
    private static bool IsUsageOnly(string data) =>
        data.Contains("\"usage\"", StringComparison.Ordinal)
        && JsonReading.Parse(data) is { } chunk
        && chunk.Get("usage") is not null
        && !chunk.Items("choices").Any();

    /// <param name="Call">Position of the tool call whose arguments these are.</param>
    private readonly record struct Place(long Choice, long? Call, string Field);
}
