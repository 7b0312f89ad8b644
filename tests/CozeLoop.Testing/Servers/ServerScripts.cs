using System.Globalization;

namespace CozeLoop.Testing.Servers;

/// <summary>A server that the scripts <c>start</c> and <c>stop</c> of a folder of the test servers run: <c>start</c> returns when it
/// answers, <c>stop</c> ends by its id what <c>start</c> wrote down.</summary>
internal sealed class ServerScripts(string tools, string folder, IReadOnlyDictionary<string, string>? environment = null)
{
    private const int ProgramMissing = 3,
        PortTaken = 5;

    /// <summary>The scripts' folder; null where the test servers are not beside the checkout.</summary>
    public static string? Find(string name) => Path.GetDirectoryName(SharedFolder.Find($"tools/{name}/start"));

    /// <summary>Why there can be no such server here; null where there can.</summary>
    public static string? Missing(string name) => Find(name) is null ? $"the folder shared/tools/{name} is not beside the checkout" : null;

    /// <exception cref="PortTakenException">Someone else has one of the ports.</exception>
    /// <exception cref="FileNotFoundException">A program that the server needs is not installed.</exception>
    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public async Task StartAsync(int[] ports, params string[] more)
    {
        string[] arguments = [folder, .. ports.Select(port => port.ToString(CultureInfo.InvariantCulture)), .. more];
        var result = await ExternalProgram.RunAsync(Path.Combine(tools, "start"), arguments, environment);
        if (result.ExitCode == ProgramMissing)
            throw new FileNotFoundException(result.Error.Trim());
        // Several ports may hang on one: such a one is taken where its own is free, and only the server finds that out.
        if (result.ExitCode == PortTaken || (result.ExitCode != 0 && PortTakenException.IsTold(result.Error)))
            throw new PortTakenException(result.Error);
        if (result.ExitCode != 0)
            throw new InvalidOperationException(result.Error);
    }

    /// <summary>Ends every process of the server, or one of them, as a crash would.</summary>
    public Task KillAsync(string? process = null) =>
        ExternalProgram.RunAsync(Path.Combine(tools, "stop"), process is null ? [folder, "KILL"] : [folder, "KILL", process], environment);
}
