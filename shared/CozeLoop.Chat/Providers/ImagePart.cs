using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Providers;

/// <summary>An image part of the chat format (OpenAI's <c>image_url</c>): a URL, or the image itself in one.</summary>
internal static class ImagePart
{
    /// <summary>Null where the part is not an image.</summary>
    public static string? Url(JsonElement part) => part.Get("image_url")?.Text("url");

    public static JsonElement Of(string url) =>
        ChatJson.ToElement(
            new JsonObject
            {
                ["type"] = "image_url",
                ["image_url"] = new JsonObject { ["url"] = url },
            }
        );

    public static JsonElement Inline(string mediaType, string base64) => Of($"data:{mediaType};base64,{base64}");

    /// <summary>Null where the URL leads elsewhere.</summary>
    public static (string MediaType, string Base64)? Data(string url)
    {
        int comma = url.IndexOf(',', StringComparison.Ordinal);
        return url.StartsWith("data:", StringComparison.Ordinal) && comma > 0 ? (url[5..comma].Split(';')[0], url[(comma + 1)..]) : null;
    }
}
