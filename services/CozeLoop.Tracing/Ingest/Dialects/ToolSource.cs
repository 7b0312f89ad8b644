using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Where the conventions keep the tools that a model was offered, in order of preference; the first that holds any wins.</summary>
internal sealed class ToolSource(IReadOnlyDictionary<string, string> attributes, Func<string, string?> get, string input)
{
    public IReadOnlyList<ChatTool> Read(ChatGaps gaps)
    {
        var tools = Flat(attributes, gaps);
        foreach (string key in RequestGaps.Tools)
        {
            if (tools.Count == 0 && get(key) is { } json)
                tools = Noted(AnyTools.Read(json, out bool isWhole), isWhole, gaps);
        }
        // Langfuse's wrapper sends {"tools":…,"messages":…} as the input; OpenInference the request or its parameters; Google's SDKs the
        // configuration in it.
        foreach (string? json in new[] { input, get("llm.invocation_parameters"), get("langfuse.observation.model.parameters") })
        {
            using var document = tools.Count == 0 && json?.StartsWith('{') == true ? JsonText.TryParse(json) : null;
            if (document?.RootElement is { } root && (root.Get("tools") ?? root.Get("config")?.Get("tools")) is { } list)
                tools = Noted(AnyTools.Read(list, out bool isWhole), isWhole, gaps);
        }
        if (tools.Count == 0)
            tools = AmongMessages();
        return tools.Count > 0 ? tools : Exported(gaps);
    }

    private static List<ChatTool> Flat(IReadOnlyDictionary<string, string> from, ChatGaps gaps)
    {
        var tools = FlatMessages.Tools(from, out bool isWhole);
        if (!isWhole)
            gaps.Add(ChatGaps.Tools, ExclusionReasons.ContentDropped);
        return tools;
    }

    private static List<ChatTool> Noted(List<ChatTool> tools, bool isWhole, ChatGaps gaps)
    {
        if (!isWhole)
            gaps.Add(ChatGaps.Tools, ExclusionReasons.ContentUnreadable);
        return tools;
    }

    private List<ChatTool> AmongMessages()
    {
        string json = get("langfuse.observation.input") ?? input;
        using var document = json.StartsWith('[') ? JsonText.TryParse(json) : null;
        return document is null
            ? []
            :
            [
                .. document
                    .RootElement.EnumerateArray()
                    .Where(m => m.ValueKind == JsonValueKind.Object)
                    .Select(AnyMessages.ToolDefinition)
                    .OfType<JsonElement>()
                    .SelectMany(AnyTools.Read),
            ];
    }

    // Langfuse keeps what a span had beside its own attributes in the metadata.
    private List<ChatTool> Exported(ChatGaps gaps)
    {
        string? metadata = get("langfuse.observation.metadata");
        using var document = metadata?.Contains("\"attributes\"", StringComparison.Ordinal) == true ? JsonText.TryParse(metadata) : null;
        if (document?.RootElement.Get("attributes") is not { ValueKind: JsonValueKind.Object } span)
            return [];
        if (span.Text("gen_ai.tool.definitions") is { } json)
            return Noted(AnyTools.Read(json, out bool isWhole), isWhole, gaps);
        return Flat(JsonText.Members(span.GetRawText()), gaps);
    }
}
