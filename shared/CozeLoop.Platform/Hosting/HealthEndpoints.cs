using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Starting;
using CozeLoop.Platform.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CozeLoop.Platform.Hosting;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: each kind of worker and each store in one line, with why not.
/// </summary>
internal static class HealthEndpoints
{
    private const string Healthy = "ok",
        Degraded = "degraded";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags(ApiTags.Operation);
        health.MapGet("/live", Live).WithName("getLiveness").WithSummary("Check whether the process answers");
        health
            .MapGet("/ready", Ready)
            .Produces<Health>()
            .WithMetadata(
                new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(Health), ["application/json"])
                {
                    Description = "It cannot work at the moment; the parts say why.",
                }
            )
            .WithName("getReadiness")
            .WithSummary("Check whether the process can work: each worker and store, and what is wrong with it");
    }

    private static Ok<Health> Live() => TypedResults.Ok(new Health(Healthy, []));

    internal static JsonHttpResult<Health> Ready(WorkerStates workers, StoreStates stores, DataFolder folder, StartPhase start)
    {
        var disk = folder.Disk.Troubles;
        HealthPart[] parts =
        [
            .. start.IsOver ? Array.Empty<HealthPart>() : [new HealthPart("start", "starting", "Not everything has started yet.")],
            .. workers.All.GroupBy(w => w.Name.Split(" #")[0]).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Part),
            .. stores
                .All.OrderBy(s => s.Name, StringComparer.Ordinal)
                .Select(s => new HealthPart(s.Name, s.Trouble is null ? Healthy : Degraded, s.Trouble)),
            .. disk.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new HealthPart(s.Name, "failed", s.Trouble)),
        ];
        // A worker that waits for a server is no reason to take the process out of service: it still accepts what clients send.
        // Without room on its own disk it does not.
        bool ready = start.IsOver && disk.Count == 0 && workers.All.All(w => !w.Faulted);
        return TypedResults.Json(new Health(parts.All(p => p.State == Healthy) ? Healthy : Degraded, parts), statusCode: ready ? 200 : 503);
    }

    /// <summary>Workers that differ by their number alone, with the commonest trouble among them.</summary>
    private static HealthPart Part(IGrouping<string, WorkerState> workers)
    {
        int count = workers.Count();
        string[] troubles = [.. workers.Select(w => w.LastError).OfType<string>()];
        string? why = troubles.GroupBy(t => t).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key;
        if (why is not null && count > 1)
            why = string.Create(CultureInfo.InvariantCulture, $"{troubles.Length} of {count}: {why}");
        return new HealthPart(workers.Key, why is null ? Healthy : Degraded, why, count > 1 ? count : null);
    }
}

/// <summary>State of the process.</summary>
/// <param name="State"><c>ok</c>, or <c>degraded</c> where a part is anything else.</param>
/// <param name="Parts">Its workers, stores and disks.</param>
internal sealed record Health(string State, IReadOnlyList<HealthPart> Parts);

/// <summary>State of one part of the process.</summary>
/// <param name="Name">What it is.</param>
/// <param name="State"><c>ok</c>; <c>degraded</c>: it waits or does less; <c>failed</c>: nothing that needs it is accepted;
/// <c>starting</c>.
/// </param>
/// <param name="Why">What is wrong; null where nothing is.</param>
/// <param name="Count">Number of workers of one kind, where there are several; else null.</param>
internal sealed record HealthPart(string Name, string State, string? Why, int? Count = null);
