using CozeLoop.Platform.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CozeLoop.Platform.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: each worker and store, with why not.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new Health("ok", [])));
        routes.MapGet("/health/ready", Ready);
    }

    private static JsonHttpResult<Health> Ready(WorkerStates workers, StoreStates stores)
    {
        var parts = workers.All.Select(w => new HealthPart(w.Name, w.LastError is null ? "ok" : "degraded", w.LastError)).ToList();
        // A worker that waits for a store is no reason to take the process out of service: it takes what clients send all the same.
        bool ready = workers.All.All(w => !w.Faulted);
        parts.AddRange(stores.All.Select(s => new HealthPart(s.Name, s.Trouble is null ? "ok" : "degraded", s.Trouble)));
        return TypedResults.Json(new Health(parts.TrueForAll(p => p.State == "ok") ? "ok" : "degraded", parts), statusCode: ready ? 200 : 503);
    }
}

internal sealed record Health(string State, IReadOnlyList<HealthPart> Parts);
internal sealed record HealthPart(string Name, string State, string? Why);
