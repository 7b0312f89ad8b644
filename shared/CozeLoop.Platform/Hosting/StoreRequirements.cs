using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Hosting;

/// <summary>Refuses a start that could only go wrong later: services in different processes must share their stores.</summary>
public static class StoreRequirements
{
    internal static readonly string[] Services = ["workspaces", "models", "tracing", "prompts", "experiments", "evaluation"];

    /// <summary>What is wrong, each with the setting's name; empty when the host may start.</summary>
    /// <param name="carried">The services of this host, as <c>Services=</c> spells them.</param>
    public static IReadOnlyList<string> Check(IConfiguration configuration, IReadOnlyCollection<string> carried)
    {
        if (Services.All(service => carried.Contains(service, StringComparer.OrdinalIgnoreCase)))
            return [];
        // The studio owns nothing.
        if (!carried.Intersect(Services, StringComparer.OrdinalIgnoreCase).Any())
            return [];
        return
        [
            .. Shared(carried)
                .Where(name => !IsSet(configuration, name))
                .Select(name =>
                    $"ConnectionStrings:{name} is not set: {string.Join(", ", carried)} without the other services "
                    + $"must share that store with them, and the embedded one cannot be shared."
                ),
        ];
    }

    // Blobs for all: a message too long for the broker leaves its body there, whoever sends it.
    private static IEnumerable<string> Shared(IReadOnlyCollection<string> carried) =>
        carried.Contains("tracing", StringComparer.OrdinalIgnoreCase)
            ? ["RocketMq", "MySql", "Blobs", "ClickHouse"]
            : ["RocketMq", "MySql", "Blobs"];

    private static bool IsSet(IConfiguration configuration, string name) =>
        !string.IsNullOrWhiteSpace(configuration.GetConnectionString(name));
}
