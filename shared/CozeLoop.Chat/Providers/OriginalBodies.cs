using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Providers;

/// <summary>What a request's body says beside its messages and tools: parameters, and fields the chat format does not know.</summary>
internal static class OriginalBodies
{
    private static readonly JsonSerializerOptions Documents = new() { MaxDepth = ChatJson.MaxDepth };

    /// <param name="own">Members that have a place of their own in <see cref="ChatRequest"/>.</param>
    public static ChatParameters Keep(
        string form,
        JsonElement body,
        IReadOnlySet<string> own,
        Func<JsonElement, ChatParameters> read,
        Func<ChatParameters, JsonObject> write
    )
    {
        var rest = new JsonObject();
        foreach (var member in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject().ToList() : [])
        {
            if (!own.Contains(member.Name))
                rest[member.Name] = member.Value.ToNode();
        }
        var json = JsonSerializer.SerializeToElement(rest, Documents);
        var parameters = read(json);
        return parameters with { Original = Original.Keep(form, json, write(parameters)) };
    }

    /// <summary>The members as they were read; where the parameters were changed since, those that the form writes and the unknown
    /// ones.</summary>
    /// <param name="known">Members that parameters are written to.</param>
    public static JsonObject Write(
        string form,
        ChatParameters parameters,
        IReadOnlySet<string> known,
        Func<JsonElement, ChatParameters> read,
        Func<ChatParameters, JsonObject> write
    )
    {
        if (parameters.Original?.For(form, parameters, read) is { } same)
            return JsonObject.Create(same)!;
        var body = write(parameters);
        if (parameters.Original is not { } original || original.Form != form)
            return body;
        foreach (var member in original.Json.EnumerateObject().Where(m => !known.Contains(m.Name)))
            body[member.Name] = member.Value.ToNode();
        return body;
    }
}
