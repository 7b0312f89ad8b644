namespace CozeLoop.Models.Gateway;

/// <summary>JSON schema of what the gateway takes: what it reads itself; the rest goes to the provider as it came.</summary>
internal static class GatewaySchemas
{
    public const string Request = """
        {
          "type": "object",
          "required": ["model", "messages"],
          "properties": {
            "model": { "type": "string", "description": "`connection/model`, or a name that a connection lists; 1 to 500 characters." },
            "messages": {
              "type": "array",
              "minItems": 1,
              "items": { "type": "object" },
              "description": "The conversation, in OpenAI's format."
            },
            "tools": { "type": "array", "items": { "type": "object" }, "description": "Tools that the model may call, in OpenAI's form." },
            "stream": { "type": "boolean", "description": "Answer in server-sent events, as the model writes." }
          }
        }
        """;
}
