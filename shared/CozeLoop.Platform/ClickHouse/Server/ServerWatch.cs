using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.ClickHouse.Server;

internal sealed class ServerWatch(ClickHouseStore store, StoreStates states, TimeProvider time, ILogger<ServerWatch> logger)
    : StoreWatch("clickhouse", TimeSpan.FromSeconds(5), states, time, logger)
{
    protected override Task AskAsync(CancellationToken ct) => store.QueryRawAsync("SELECT 1", "Null", ct: ct);
}
