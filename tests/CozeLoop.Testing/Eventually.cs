namespace CozeLoop.Testing;

/// <summary>Waits for what another task brings about; for conditions that nothing signals.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <exception cref="TimeoutException">It did not come true within three minutes.</exception>
    public static Task Async(Func<bool> condition) => Async(() => Task.FromResult(condition()));

    /// <param name="within">For what takes long on a busy machine, such as the start of a server; three minutes by default.</param>
    /// <param name="every">Between two looks, where one costs something.</param>
    /// <exception cref="TimeoutException">It did not come true in time.</exception>
    public static async Task Async(Func<Task<bool>> condition, TimeSpan? within = null, TimeSpan? every = null)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > (within ?? Limit))
                throw new TimeoutException("The condition did not come true.");
            await Task.Delay(every ?? TimeSpan.FromMilliseconds(5));
        }
    }
}
