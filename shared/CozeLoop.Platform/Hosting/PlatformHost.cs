using Microsoft.AspNetCore.Builder;

namespace CozeLoop.Platform.Hosting;

public static class PlatformHost
{
    /// <summary>Everything a host needs once, whatever services it carries: stores, authentication, errors, health, telemetry.</summary>
    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder, params string[] services) => throw new NotSupportedException();

    public static WebApplication UsePlatform(this WebApplication app) => throw new NotSupportedException();
}
