namespace CozeLoop.Testing;

/// <summary>What an operator does before the first start over servers: <c>cozeloop doctor --provision</c>.</summary>
public static class Provisioning
{
    /// <param name="settings">Of an installation, such as <see cref="Servers.RealServers.NewInstallation"/>.</param>
    /// <param name="program">The all-in-one's assembly; default: as the build of this test made it.</param>
    /// <exception cref="InvalidOperationException">It failed; it says why.</exception>
    public static async Task RunAsync(IReadOnlyDictionary<string, string> settings, string? program = null, CancellationToken ct = default)
    {
        var provisioned = await ExternalProgram.RunAsync(
            "dotnet",
            [program ?? RunningProduct.ProductFile(), "doctor", "--provision"],
            settings,
            ct: ct
        );
        if (provisioned.ExitCode != 0)
            throw new InvalidOperationException(provisioned.Output + provisioned.Error);
    }
}
