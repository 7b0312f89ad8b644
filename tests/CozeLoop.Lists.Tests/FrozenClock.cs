namespace CozeLoop.Lists.Tests;

/// <summary>One moment for everything that is written; timers run on, so that work goes on.</summary>
internal sealed class FrozenClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
