using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Hosting;

/// <summary><c>healthcheck</c> as the only argument of any of the executables: asks the server in the same container whether it is ready.
/// Its image has no shell and no curl.</summary>
public static class Healthcheck
{
    // Docker and compose are told 5 s: the answer shall say what is wrong before they end the question.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static bool IsAsked(string[] args) => args is ["healthcheck"];

    /// <returns>The exit code: 0 ready, 1 not ready or no answer, with the reason on the error stream.</returns>
    public static Task<int> RunAsync() => RunAsync(new ConfigurationBuilder().AddEnvironmentVariables().Build(), Console.Error);

    internal static async Task<int> RunAsync(IConfiguration configuration, TextWriter error)
    {
        string address = string.Create(
            CultureInfo.InvariantCulture,
            $"http://127.0.0.1:{PlatformOptions.From(configuration, []).HttpPort}/health/ready"
        );
        using var network = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var answer = await network.SendAsync(request, patience.Token);
            if (answer.IsSuccessStatusCode)
                return 0;
            await error.WriteLineAsync(
                $"{address} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(patience.Token)}"
            );
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await error.WriteLineAsync($"{address} does not answer: {e.Message}");
        }
        return 1;
    }
}
