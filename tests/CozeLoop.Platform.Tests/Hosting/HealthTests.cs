using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;
using CozeLoop.Platform.Workers;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.Hosting;

/// <summary><c>/health/ready</c> in one line a part, and no where nothing is taken.</summary>
public sealed class HealthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WorkerStates _workers = new();
    private readonly StoreStates _stores = new();
    private readonly StartPhase _start = new();

    public HealthTests() => _start.End();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Workers_that_differ_by_their_number_are_one_line_with_how_many_wait_and_why()
    {
        for (int i = 1; i <= 80; i++)
            Work($"runs on items #{i}", i <= 3 ? "the store is away." : null);
        Work("outbox", null);
        var (status, health) = Ready();
        Assert.Equal(200, status);
        Assert.Equal("degraded", health.State);
        Assert.Equal([new("outbox", "ok", null), new("runs on items", "degraded", "3 of 80: the store is away.", 80)], health.Parts);
    }

    [Fact]
    public void A_host_that_has_not_started_is_not_ready()
    {
        var health = HealthEndpoints.Ready(_workers, _stores, _folder.Data, new StartPhase());
        Assert.Equal(503, health.StatusCode);
        Assert.Equal("starting", Assert.Single(health.Value!.Parts).State);
    }

    [Fact]
    public void A_store_that_its_disk_has_failed_is_named_until_the_disk_can_be_written()
    {
        _ = _folder.Data.Disk.Away("models.db", "no space is left on its disk", new IOException());
        var (status, health) = Ready();
        Assert.Equal(503, status);
        string why = $"{Path.Combine(_folder.Data.Root, "models.db")} cannot be written: no space is left on its disk.";
        Assert.Equal([new("models.db", "failed", why)], health.Parts);
        _folder.Data.Disk.Probe();
        Assert.Equal(200, Ready().Status);
    }

    [Fact]
    public void A_server_that_is_away_leaves_the_host_ready()
    {
        _stores.Report("redis", "Redis does not answer.");
        var (status, health) = Ready();
        Assert.Equal((200, "degraded"), (status, health.State));
    }

    private void Work(string name, string? error) => _workers.Set(new WorkerState(name, Faulted: false, error, DateTimeOffset.UnixEpoch));

    private (int? Status, Health Health) Ready()
    {
        var answer = HealthEndpoints.Ready(_workers, _stores, _folder.Data, _start);
        return (answer.StatusCode, answer.Value!);
    }
}
