namespace CozeLoop.Testing;

/// <summary>Waits for what another task brings about; for conditions that nothing signals.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <exception cref="TimeoutException">It did not come true within a minute.</exception>
    public static Task Async(Func<bool> condition) => Async(() => Task.FromResult(condition()));

    /// <exception cref="TimeoutException">It did not come true within a minute.</exception>
    public static async Task Async(Func<Task<bool>> condition)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit) throw new TimeoutException("The condition did not come true.");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
