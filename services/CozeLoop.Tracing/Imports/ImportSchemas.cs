namespace CozeLoop.Tracing.Imports;

/// <summary>JSON schemas of what imports take.</summary>
internal static class ImportSchemas
{
    public const string Conversations = """
        {
          "type": "object",
          "required": ["file"],
          "properties": {
            "file": { "type": "string", "format": "binary", "description": "Conversations, one JSON object per line; at most 256 MiB." },
            "tools": { "type": "string", "description": "The tools that every call might have used, as JSON; at most 16 MiB." },
            "name": { "type": "string", "description": "Names the import; part of the ids that it writes." },
            "sample": { "type": "string", "description": "`true` marks it as removable sample data." }
          }
        }
        """;

    public const string Langfuse = """{ "oneOf": [{ "type": "object" }, { "type": "array", "items": { "type": "object" } }] }""";
}
