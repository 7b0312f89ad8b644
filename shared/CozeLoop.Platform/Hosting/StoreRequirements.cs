using CozeLoop.Contracts.Services;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Hosting;

/// <summary>Refuses a start that could only go wrong later: services in different processes must share their stores.</summary>
public static class StoreRequirements
{
    /// <summary>What is wrong, each with the setting's name; empty when the host may start.</summary>
    /// <param name="carried">The services of this host, as <c>Services=</c> spells them.</param>
    public static IReadOnlyList<string> Check(IConfiguration configuration, IReadOnlyCollection<string> carried)
    {
        var owners = ProductService.Of(carried).ToList();
        if (owners.Count == ProductService.All.Count || owners.Count == 0)
            return [];
        return
        [
            .. Shared(owners)
                .Where(name => !IsSet(configuration, name))
                .Select(name =>
                    $"ConnectionStrings:{name} is not set: {string.Join(", ", carried)} without the other services "
                    + $"must share that store with them, and the embedded one cannot be shared."
                ),
        ];
    }

    // Blobs for all: a message too long for the broker leaves its body there, whoever sends it.
    private static IEnumerable<string> Shared(IEnumerable<ProductService> owners) =>
        ["RocketMq", "MySql", "Blobs", .. owners.SelectMany(owner => owner.Stores).Distinct()];

    private static bool IsSet(IConfiguration configuration, string name) =>
        !string.IsNullOrWhiteSpace(configuration.GetConnectionString(name));
}
