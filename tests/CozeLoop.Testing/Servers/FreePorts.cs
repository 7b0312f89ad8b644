namespace CozeLoop.Testing.Servers;

/// <summary>Starts a server on ports that were free a moment ago; on others where someone took one of them meanwhile.</summary>
internal static class FreePorts
{
    private const int Attempts = 5;

    /// <param name="start">Throws <see cref="PortTakenException"/> to be given other ports.</param>
    public static async Task StartAsync(int count, Func<int[], Task> start)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await start([.. Enumerable.Range(0, count).Select(_ => FreePort.Next())]);
                return;
            }
            catch (PortTakenException) when (attempt < Attempts)
            {
                // Another number is likely to be free.
            }
        }
    }
}

/// <summary>A server did not start because someone else has its port.</summary>
internal sealed class PortTakenException(string why) : InvalidOperationException(why)
{
    /// <summary>What servers say when they cannot bind.</summary>
    public static bool IsTold(string log) => log.Contains("Address already in use", StringComparison.Ordinal);
}
