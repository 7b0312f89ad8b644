using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat;

/// <summary>
/// A piece of a provider's body as it was read, kept where the chat format alone would not write the same again: fields it does not know,
/// texts in several parts, signatures. It is written back to the same provider only as long as reading it still gives what the chat format
/// says, so a message that was changed is written anew. It lives in memory only and is not part of the stored form.
/// </summary>
/// <param name="Form">The provider's form, such as <c>openai.chat</c>.</param>
public sealed record Original(string Form, JsonElement Json)
{
    /// <summary>Null where <paramref name="rewritten"/> says it all.</summary>
    internal static Original? Keep(string form, JsonElement read, JsonNode? rewritten) =>
        JsonNode.DeepEquals(read.ToNode(), rewritten) ? null : new Original(form, read.Clone());

    /// <summary>Null where it is of another form, or the chat format says something else by now.</summary>
    internal JsonElement? For<T>(string form, T now, Func<JsonElement, T> read) =>
        Form == form && ChatJson.Write(read(Json)) == ChatJson.Write(now) ? Json : null;
}
