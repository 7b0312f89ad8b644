using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Tests.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.Broadcasting;

public sealed class LocalBroadcastTests : BroadcastContract
{
    private readonly LocalBroadcast _broadcast = new(NullLogger<LocalBroadcast>.Instance);

    protected override IBroadcast One => _broadcast;
    protected override IBroadcast Other => _broadcast;
}
