using CozeLoop.Contracts.Services;
using CozeLoop.Platform.Web;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Hosting;

/// <summary>Refuses a start that could only go wrong later: a host that carries some services must know where the others are, and hold
/// their secret.</summary>
public static class NeighbourRequirements
{
    /// <summary>What is wrong, each with the setting's name; empty when the host may start.</summary>
    /// <param name="carried">The services of this host, as <c>Services=</c> spells them.</param>
    public static IReadOnlyList<string> Check(IConfiguration configuration, IReadOnlyCollection<string> carried)
    {
        string[] others = [.. ProductService.All.Select(service => service.Name).Except(carried, StringComparer.OrdinalIgnoreCase)];
        if (others.Length == 0)
            return [];
        var addresses = new ServiceAddresses(configuration);
        string here = string.Join(", ", carried);
        var errors = others
            .Where(other => addresses.Of(other) is null)
            .Select(other =>
                $"{ServiceAddresses.Setting(other)} is not set: {here} must know where {other} runs, as the URL of its internal port."
            )
            .ToList();
        if (string.IsNullOrWhiteSpace(configuration["COZELOOP_MASTER_KEY"]))
        {
            errors.Add(
                $"COZELOOP_MASTER_KEY is not set: {here} and the other services must hold the same one, or they refuse each other's calls."
            );
        }
        return errors;
    }
}
