using CozeLoop.Platform.Disk;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Starting;

/// <summary>
/// Runs a host from its making to its end. A start that fails says why in a line for each cause on the error stream, and nothing else.
/// </summary>
public static class HostProgram
{
    /// <returns>The exit code: 0 after an orderly end, 1 where the start failed.</returns>
    public static Task<int> RunAsync(Func<WebApplication> build) => RunAsync(build, Console.Error);

    internal static async Task<int> RunAsync(Func<WebApplication> build, TextWriter error)
    {
        FileModes.KeepToOwner();
        WebApplication? app = null;
        try
        {
            app = build();
            await app.StartAsync();
        }
        catch (Exception e)
        {
            app?.Services.GetService<ILoggerFactory>()?.CreateLogger(typeof(HostProgram)).LogDebug(e, "The start failed");
            foreach (string line in StartFaults.Lines(e))
                await error.WriteLineAsync("cozeloop: " + line);
            if (app is not null)
                await DisposeAsync(app);
            return 1;
        }
        await using (app)
            await app.WaitForShutdownAsync();
        return 0;
    }

    // What did not start may not end well either, and the reason has been told.
    private static async Task DisposeAsync(WebApplication app)
    {
        try
        {
            await app.DisposeAsync();
        }
        catch (Exception e)
        {
            app.Services.GetService<ILoggerFactory>()?.CreateLogger(typeof(HostProgram)).LogDebug(e, "What had started could not be ended");
        }
    }
}

/// <summary>
/// Over when everything has started. Until then <c>/health/ready</c> says no, and what the host itself would log about a failed start is
/// left to <see cref="HostProgram"/>, which says it in a line.
/// </summary>
internal sealed class StartPhase
{
    private volatile bool _over;

    public bool IsOver => _over;

    public void End() => _over = true;
}
