using System.Net.Http.Headers;
using CozeLoop.Chat.Json;

namespace CozeLoop.Models.Providers.OpenAi;

/// <summary>Any server that speaks OpenAI's chat completions: OpenAI itself, llama.cpp, Ollama, vLLM, gateways. Always streamed, to measure
/// the time to the first token.</summary>
internal sealed class OpenAiProvider(ProviderHttp http, IHttpClientFactory clients, ModelsOptions options, TimeProvider time)
    : IModelProvider
{
    private const int MaxListBytes = 4 << 20;

    public async Task<ProviderOutcome> CallAsync(ProviderRequest request, CancellationToken ct)
    {
        using var message = OpenAiRequest.Chat(request);
        return await http.ExchangeAsync(message, new OpenAiReader(), ct);
    }

    /// <summary>The first model the server lists, for a connection that names none; null where it lists none or cannot be asked.</summary>
    public async Task<string?> FirstModelAsync(Connections.Connection connection, CancellationToken ct)
    {
        using var patience = new Patience(options, time, ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, OpenAiRequest.Endpoint(connection.BaseUrl!, "models"));
        if (connection.Key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", connection.Key);
        try
        {
            var client = clients.CreateClient(ProviderHttp.ClientFor(request.RequestUri!));
            client.MaxResponseContentBufferSize = MaxListBytes;
            using var response = await client.SendAsync(request, patience.Token);
            if (!response.IsSuccessStatusCode)
                return null;
            var list = JsonReading.Parse(await response.Content.ReadAsByteArrayAsync(patience.Token));
            string? first = list?.Items("data").Select(model => model.Text("id")).FirstOrDefault(id => id is not null);
            return first is null ? null : new KeyRedaction(connection.Key).InText(first);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or InvalidDataException
                || (e is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            // The test call that follows meets the same trouble and names it.
            return null;
        }
    }
}
