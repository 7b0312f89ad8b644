using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace CozeLoop.Testing.Servers;

/// <summary>A server's process, which answers when <see cref="StartAsync"/> returns. Ended by its id.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private ServerProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <param name="answers">Whether it takes connections.</param>
    /// <exception cref="PortTakenException">Someone else has its port.</exception>
    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments, Func<Task<bool>> answers)
    {
        var server = new ServerProcess(program, arguments);
        long started = TimeProvider.System.GetTimestamp();
        while (!server._process.HasExited && TimeProvider.System.GetElapsedTime(started) < ReadyWithin)
        {
            if (await answers())
                return server;
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
        await server.KillAsync();
        string said = string.Join('\n', server._output);
        server._process.Dispose();
        if (PortTakenException.IsTold(said))
            throw new PortTakenException(said);
        throw new InvalidOperationException($"{program} did not start: {said}");
    }

    /// <summary>Whether something listens on a port of loopback.</summary>
    public static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public Task ExitedAsync() => _process.WaitForExitAsync();

    /// <summary>SIGKILL, as a crash would.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }
}
