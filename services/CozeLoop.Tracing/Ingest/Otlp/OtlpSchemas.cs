namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>JSON schemas of what OTLP's routes take.</summary>
internal static class OtlpSchemas
{
    public const string Protobuf = "application/x-protobuf";

    public const string Bytes = """{ "type": "string", "format": "binary" }""";

    public const string Request = """
        {
          "type": "object",
          "properties": {
            "resourceSpans": {
              "type": "array",
              "items": { "type": "object" },
              "description": "Spans by resource and scope, as opentelemetry-proto defines them in JSON."
            }
          }
        }
        """;
}
