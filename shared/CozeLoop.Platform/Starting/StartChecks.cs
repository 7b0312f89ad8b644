using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Sections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Starting;

/// <summary>
/// Looks at everything a start relies on before any service writes its first row: a start that failed half-way would leave an owner behind
/// whose key nobody has seen. Registered before every other service.
/// </summary>
internal sealed class StartChecks(
    IServiceProvider services,
    IEnumerable<StartCheck> checks,
    IConfiguration configuration,
    DataFolder folder,
    ILogger<StartChecks> logger
) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var sections = services.GetServices<SettingsSection>().ToList();
        foreach (string warning in UnknownSettings.Warnings(configuration, sections))
            logger.LogWarning("{Warning}", warning);
        if (folder.TightenedAtStart is { } tightened)
            logger.LogWarning("{Tightened}", tightened);
        var faults = new List<string>();
        foreach (var check in checks)
        {
            try
            {
                await check.LookAsync(services, cancellationToken);
            }
            catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                faults.AddRange(StartFaults.Lines(e));
            }
        }
        if (faults.Count > 0)
            throw new StartException([.. faults.Distinct()]);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
