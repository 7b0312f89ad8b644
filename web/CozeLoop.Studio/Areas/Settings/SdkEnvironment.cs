using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Areas.Settings;

/// <summary>The environment lines by which the SDKs find this installation: the product's own, OpenTelemetry's and Langfuse's.</summary>
internal static class SdkEnvironment
{
    public static string Lines(string baseUrl, CreatedApiKey key) =>
        $"""
            COZELOOP_URL={baseUrl}
            COZELOOP_KEY={key.SecretKey}

            OTEL_EXPORTER_OTLP_ENDPOINT={baseUrl}
            OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20{key.SecretKey}

            LANGFUSE_HOST={baseUrl}
            LANGFUSE_PUBLIC_KEY={key.Key.PublicKey}
            LANGFUSE_SECRET_KEY={key.SecretKey}
            """;
}
