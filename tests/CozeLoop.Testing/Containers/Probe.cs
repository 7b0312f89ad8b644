using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace CozeLoop.Testing.Containers;

/// <summary>A pod's probe as the kubelet asks it: from outside by HTTP or a connection, or by a command inside.</summary>
/// <param name="probe">As rendered.</param>
/// <param name="container">Its container as rendered, which names the ports.</param>
internal sealed class Probe(JsonNode probe, JsonNode container, string address, RunningContainer running)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    public TimeSpan Period => TimeSpan.FromSeconds(int.Parse((string?)probe["periodSeconds"] ?? "10", CultureInfo.InvariantCulture));

    private TimeSpan Timeout => TimeSpan.FromSeconds(int.Parse((string?)probe["timeoutSeconds"] ?? "1", CultureInfo.InvariantCulture));

    public async Task<bool> SucceedsAsync()
    {
        if (probe["exec"] is { } exec)
            return (await running.ExecAsync([.. exec["command"]!.AsArray().Select(word => (string)word!)])).ExitCode == 0;
        return probe["httpGet"] is { } get
            ? await AnswersAsync((string)get["path"]!, Port(get))
            : await ListensAsync(Port(probe["tcpSocket"]!));
    }

    private int Port(JsonNode target) => PodContainer.Port(container, (string)target["port"]!);

    private async Task<bool> AnswersAsync(string path, int port)
    {
        using var limit = new CancellationTokenSource(Timeout);
        try
        {
            using var answer = await Http.GetAsync(
                new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{address}:{port}{path}")),
                limit.Token
            );
            return (int)answer.StatusCode is >= 200 and < 400;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> ListensAsync(int port) => await ListensAsync(address, port, Timeout);

    public static async Task<bool> ListensAsync(string address, int port, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address, port, limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
