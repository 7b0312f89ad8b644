using System.Text.Json;
using System.Text.Json.Serialization;

namespace CozeLoop.Platform.Web.Requests;

/// <summary>
/// Free JSON in a body (a tool's schema, an evaluator's settings). The reader checks its grammar only; halves of surrogate pairs, infinite
/// numbers and names given twice would be met by whoever looks inside later.
/// </summary>
internal sealed class SoundElement : JsonConverter<JsonElement>
{
    // Less than may be written (Json.MaxDepth): what was taken stands some levels deeper in an answer, or in a message.
    private const int MaxLevels = 100;

    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        Check(element, "", 1);
        return element;
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);

    private static void Check(JsonElement value, string at, int level)
    {
        if (level > MaxLevels && value.ValueKind is (JsonValueKind.Object or JsonValueKind.Array))
            throw new FieldException(at.Split('.', '[')[0], $"is more than {MaxLevels} levels deep");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckMembers(value, at, level);
                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (var item in value.EnumerateArray())
                    Check(item, $"{at}[{index++}]", level + 1);
                break;
            case JsonValueKind.String when !IsText(value):
                throw new FieldException(at, "has half of a surrogate pair");
            case JsonValueKind.Number when !double.IsFinite(value.GetDouble()):
                throw new FieldException(at, "is a number out of range");
        }
    }

    private static void CheckMembers(JsonElement value, string at, int level)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
                throw new FieldException(at, "has a name with half of a surrogate pair");
            string place = at.Length == 0 ? name : $"{at}.{name}";
            if (!names.Add(name))
                throw new FieldException(place, "is given twice");
            Check(member.Value, place, level + 1);
        }
    }

    private static bool IsText(JsonElement value)
    {
        try
        {
            _ = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // How the library says that an escape is half of a pair; it has no other way to ask.
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
