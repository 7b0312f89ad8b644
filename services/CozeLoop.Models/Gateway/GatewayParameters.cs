using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Models.Gateway;

/// <summary>
/// What the fields that the platform reads must be (https://platform.openai.com/docs/api-reference/chat/create); others pass unread.
/// </summary>
internal static class GatewayParameters
{
    private static readonly string[] Numbers = ["temperature", "top_p", "frequency_penalty", "presence_penalty"];
    private static readonly string[] Limits = ["max_tokens", "max_completion_tokens"];

    /// <summary>The first fault, or null.</summary>
    public static (string Error, string Param)? Fault(JsonElement body)
    {
        if (Find(Numbers, body, v => v.ValueKind == JsonValueKind.Number) is { } number)
            return ("A number is needed.", number);
        if (Find(Limits, body, v => Integer(v) is >= 1 and <= int.MaxValue) is { } limit)
        {
            return ($"A whole number from 1 to {int.MaxValue} is needed.", limit);
        }
        if (Find(["seed"], body, v => Integer(v) is not null) is not null)
            return ("A whole number of 64 bits is needed.", "seed");
        if (Find(["n"], body, v => Integer(v) == 1) is not null)
            return ("One answer a request: n is 1.", "n");
        if (Find(["stream"], body, v => v.ValueKind is JsonValueKind.True or JsonValueKind.False) is not null)
        {
            return ("True or false is needed.", "stream");
        }
        if (Find(["stop"], body, IsStop) is not null)
            return ("A text or a list of texts is needed.", "stop");
        if (Items(body, "messages") is { } message)
            return ("A message is an object.", message);
        return Items(body, "tools") is { } tool ? ("Tools are a list of objects.", tool) : null;
    }

    /// <summary>The first field that is there and is not as it must be.</summary>
    private static string? Find(string[] names, JsonElement body, Func<JsonElement, bool> isRight) =>
        names.FirstOrDefault(name => body.Get(name) is { } value && !isRight(value));

    private static long? Integer(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;

    private static bool IsStop(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(word => word.ValueKind == JsonValueKind.String));

    private static string? Items(JsonElement body, string name)
    {
        if (body.Get(name) is not { } list)
            return null;
        if (list.ValueKind != JsonValueKind.Array)
            return name;
        int wrong = list.EnumerateArray().Select(item => item.ValueKind).ToList().FindIndex(kind => kind != JsonValueKind.Object);
        return wrong < 0 ? null : $"{name}[{wrong}]";
    }
}
