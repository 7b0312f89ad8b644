using System.Globalization;
using CozeLoop.Contracts.Services;
using CozeLoop.Platform.Starting;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Hosting;

/// <summary>What a host listens on. Environment variables without a section, because users type them.</summary>
/// <param name="HttpPort"><c>COZELOOP_HTTP_PORT</c>, default 8082.</param>
/// <param name="OtlpHttpPort"><c>COZELOOP_OTLP_HTTP_PORT</c>, by default the port of the service that takes OTLP, where it runs; 0 switches
/// it off.</param>
/// <param name="InternalPort">
/// <c>COZELOOP_INTERNAL_PORT</c>, default 0: none. Where services of other processes call; not to be reached from outside, though its
/// callers must hold tokens.
/// </param>
/// <param name="AnyAddress"><c>COZELOOP_LISTEN=any</c> binds all addresses (containers); default <c>loopback</c>.</param>
public sealed record PlatformOptions(int HttpPort, int OtlpHttpPort, int InternalPort, bool AnyAddress)
{
    internal const string HttpPortSetting = "COZELOOP_HTTP_PORT",
        OtlpHttpPortSetting = "COZELOOP_OTLP_HTTP_PORT",
        InternalPortSetting = "COZELOOP_INTERNAL_PORT",
        ListenSetting = "COZELOOP_LISTEN";

    /// <summary>Whether others than this machine can reach the host, for those who decide by it before there is a host.</summary>
    public static bool ListensEverywhere(IConfiguration configuration) => configuration[ListenSetting] == "any";

    /// <param name="services">What the host carries: without a service that accepts OTLP, nothing listens for it.</param>
    /// <exception cref="StartException">A setting is wrong; all that are, are named.</exception>
    public static PlatformOptions From(IConfiguration configuration, IReadOnlyCollection<string> services)
    {
        var faults = new List<string>();
        var options = Read(configuration, services, faults);
        return faults.Count == 0 ? options : throw new StartException(faults);
    }

    /// <param name="faults">Gets a line for each wrong setting, which keeps its default.</param>
    internal static PlatformOptions Read(IConfiguration configuration, IReadOnlyCollection<string> services, List<string> faults)
    {
        int otlp = ProductService.Of(services).Sum(service => service.OtlpHttpPort);
        OneOf(configuration, "COZELOOP_LOG", ["lines", "json"], faults);
        return new PlatformOptions(
            Port(configuration, HttpPortSetting, least: 1, 8082, faults),
            Port(configuration, OtlpHttpPortSetting, least: 0, otlp, faults),
            Port(configuration, InternalPortSetting, least: 0, 0, faults),
            OneOf(configuration, ListenSetting, ["loopback", "any"], faults) == "any"
        );
    }

    private static int Port(IConfiguration configuration, string name, int least, int otherwise, List<string> faults)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return otherwise;
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port);
        if (isNumber && port >= least && port <= 65535)
            return port;
        faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be a port from {least} to 65535, not \"{text}\"."));
        return otherwise;
    }

    private static string? OneOf(IConfiguration configuration, string name, string[] values, List<string> faults)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return null;
        if (!values.Contains(text, StringComparer.Ordinal))
            faults.Add($"{name} must be {string.Join(" or ", values)}, not \"{text}\".");
        return text;
    }
}
