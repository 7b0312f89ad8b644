using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Web;

namespace CozeLoop.Experiments.Runs.Calls;

/// <summary>Breaks off what is in flight for a cancelled run, its judges' calls too, at the service that makes them.</summary>
internal sealed class RunCalls(ServiceCalls services, ILogger<RunCalls> log)
{
    public async Task BreakOffAsync(long workspace, string runId, CancellationToken ct)
    {
        try
        {
            await new ModelsClient(services.For("models", workspace, CallRunner.Actor)).AbandonAsync(runId, ct);
        }
        catch (Exception e) when (e is HttpRequestException or ApiException)
        {
            // The run is cancelled all the same: its workers notice when they renew their leases, and ask for it again.
            log.LogWarning("Calls of the cancelled run {Run} could not be broken off at once: {Why}", runId, e.Message);
        }
    }
}
