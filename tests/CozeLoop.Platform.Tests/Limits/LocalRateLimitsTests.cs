using CozeLoop.Platform.Limits;
using CozeLoop.Platform.Tests.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Limits;

public sealed class LocalRateLimitsTests : RateLimitContract
{
    private readonly FakeTimeProvider _time = new();
    private readonly LocalRateLimits _limits;

    public LocalRateLimitsTests() => _limits = new LocalRateLimits(_time);

    protected override IRateLimits Limits => _limits;

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
