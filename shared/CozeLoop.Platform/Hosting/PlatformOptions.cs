using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Hosting;

/// <summary>What a host listens on. Environment variables without a section, because users type them.</summary>
/// <param name="HttpPort"><c>COZELOOP_HTTP_PORT</c>, default 8082.</param>
/// <param name="OtlpHttpPort"><c>COZELOOP_OTLP_HTTP_PORT</c>, default 4318 where tracing runs; 0 switches it off.</param>
/// <param name="InternalPort"><c>COZELOOP_INTERNAL_PORT</c>, default 0: none. Where services of other processes call; not to be reached from outside, though its callers must hold tokens.</param>
/// <param name="AnyAddress"><c>COZELOOP_LISTEN=any</c> binds all addresses (containers); default loopback only.</param>
public sealed record PlatformOptions(int HttpPort, int OtlpHttpPort, int InternalPort, bool AnyAddress)
{
    /// <param name="services">What the host carries: without tracing there is nobody to listen for OTLP.</param>
    public static PlatformOptions From(IConfiguration configuration, IReadOnlyCollection<string> services) => new(
        Port(configuration, "COZELOOP_HTTP_PORT", 8082), Port(configuration, "COZELOOP_OTLP_HTTP_PORT", services.Contains("tracing", StringComparer.OrdinalIgnoreCase) ? 4318 : 0), Port(configuration, "COZELOOP_INTERNAL_PORT", 0), configuration["COZELOOP_LISTEN"] == "any");

    private static int Port(IConfiguration configuration, string name, int otherwise)
    {
        if (configuration[name] is not { Length: > 0 } text) return otherwise;
        return int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int port) && port is >= 0 and <= 65535
            ? port
            : throw new InvalidOperationException($"{name} must be a port from 0 to 65535, not \"{text}\".");
    }
}
