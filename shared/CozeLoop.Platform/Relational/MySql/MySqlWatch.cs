using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Relational.MySql;

internal sealed class MySqlWatch(RelationalStores stores, StoreStates states, TimeProvider time, ILogger<MySqlWatch> logger)
    : StoreWatch("mysql", TimeSpan.FromSeconds(10), states, time, logger)
{
    protected override Task AskAsync(CancellationToken ct) => stores.PingAsync(ct);
}
