using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;

namespace CozeLoop.Chat.Reading;

/// <summary>Images, sounds and files as the conventions write them, in OpenAI's form of a part. What has none stays as it is.</summary>
internal static class PartForms
{
    /// <summary>Types of parts, also of those without a counterpart here.</summary>
    public static readonly IReadOnlySet<string> Types = new HashSet<string>(StringComparer.Ordinal)
    {
        "text",
        "input_text",
        "output_text",
        "refusal",
        "thinking",
        "image",
        "image_url",
        "input_image",
        "audio",
        "input_audio",
        "video_url",
        "file",
        "input_file",
        "document",
        "blob",
        "uri",
        "tool_use",
        "tool_result",
        "tool-call",
        "tool-result",
        "tool_call",
        "tool_call_response",
    };

    /// <summary>Google's and Bedrock's have no type.</summary>
    public static bool IsUntyped(JsonElement part) =>
        part.Text("text") is not null
        || part.Either("functionCall") is not null
        || part.Either("functionResponse") is not null
        || part.Either("inlineData") is not null
        || part.Either("fileData") is not null
        || part.Get("toolUse") is not null
        || part.Get("toolResult") is not null;

    public static JsonElement Of(JsonElement part) =>
        part.Text("type") switch
        {
            "image_url" or "input_image" => FromUrl(part),
            "image" or "document" when part.Get("source") is { } source => FromSource(part, source),
            "blob" => FromData(part, part.Text("content")),
            "uri" => FromLink(part, part.Text("uri")),
            "input_file" => File(part),
            "file" when part.Get("file") is null && part.Text("file_id") is not null => File(part),
            "image" or "file" or "audio" => FromData(
                part,
                part.Text("image") ?? part.Text("data") ?? part.Text("base64") ?? part.Text("url")
            ),
            null when part.Either("inlineData") is { } inline => FromData(inline, inline.Text("data")),
            null when part.Either("fileData") is { } file => FromLink(file, file.Either("fileUri")?.ToString()),
            null when part.Get("image") is { } image && image.Get("source")?.Text("bytes") is { } bytes => ImagePart.Inline(
                $"image/{image.Text("format") ?? "png"}",
                bytes
            ),
            _ => null,
        } ?? part.Clone();

    private static JsonElement? FromUrl(JsonElement part) =>
        part.Text("image_url") is not { } url ? null
        : part.Text("detail") is not { } detail ? ImagePart.Of(url)
        : Part("image_url", new JsonObject { ["url"] = url, ["detail"] = detail });

    // Anthropic's blocks.
    private static JsonElement? FromSource(JsonElement part, JsonElement source) =>
        source.Text("data") is { } data ? FromData(source, data, part.Text("title"))
        : part.Text("type") == "image" && source.Text("url") is { } url ? ImagePart.Of(url)
        : null;

    /// <param name="data">Base64, or a URL with or without data in it.</param>
    private static JsonElement? FromData(JsonElement part, string? data, string? name = null)
    {
        if (string.IsNullOrEmpty(data))
            return null;
        if (data.Contains("://", StringComparison.Ordinal) || data.StartsWith("data:", StringComparison.Ordinal))
            return FromLink(part, data);
        string type = MediaType(part) ?? (part.Text("type") == "image" ? "image/png" : "");
        string url = $"data:{type};base64,{data}";
        return type.Split('/') switch
        {
            ["image", _] => ImagePart.Of(url),
            ["audio", var format] => Part("input_audio", new JsonObject { ["data"] = data, ["format"] = AudioFormat(format) }),
            [_, _] when (name ?? part.Text("filename")) is { } file => Part(
                "file",
                new JsonObject { ["filename"] = file, ["file_data"] = url }
            ),
            [_, _] => Part("file", new JsonObject { ["file_data"] = url }),
            _ => null,
        };
    }

    private static JsonElement? FromLink(JsonElement part, string? url)
    {
        if (url is null)
            return null;
        if (ImagePart.Data(url) is { } inside && !inside.MediaType.StartsWith("image/", StringComparison.Ordinal))
            return FromData(JsonSerializer.SerializeToElement(new { mime_type = inside.MediaType }), inside.Base64);
        bool isImage =
            part.Text("modality") == "image"
            || part.Text("type") == "image"
            || ImagePart.Data(url) is not null
            || MediaType(part)?.StartsWith("image/", StringComparison.Ordinal) == true;
        // Other schemes (gs:, s3:) are known to one provider only.
        return isImage && (url.StartsWith("http", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal))
            ? ImagePart.Of(url)
            : null;
    }

    private static JsonElement? File(JsonElement part)
    {
        var file = new JsonObject();
        foreach (string name in new[] { "file_id", "filename", "file_data" })
        {
            if (part.Text(name) is { } value)
                file[name] = value;
        }
        return file.ContainsKey("file_id") || file.ContainsKey("file_data") ? Part("file", file) : null;
    }

    private static string? MediaType(JsonElement part)
    {
        foreach (string name in new[] { "mime_type", "mimeType", "media_type", "mediaType" })
        {
            if (part.Text(name) is { } type)
                return type.Split(';')[0];
        }
        return null;
    }

    private static string AudioFormat(string subtype) =>
        subtype switch
        {
            "mpeg" or "mp3" => "mp3",
            "wav" or "x-wav" or "wave" => "wav",
            _ => subtype,
        };

    private static JsonElement Part(string type, JsonObject value) =>
        ChatJson.ToElement(new JsonObject { ["type"] = type, [type] = value });
}
