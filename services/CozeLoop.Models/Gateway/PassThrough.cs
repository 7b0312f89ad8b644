using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Contracts;
using CozeLoop.Models.Outbound;
using CozeLoop.Models.Providers;
using CozeLoop.Models.Providers.OpenAi;

namespace CozeLoop.Models.Gateway;

/// <summary>
/// Relays a request to an OpenAI-compatible server and its answer to the client as it comes: fields the platform does not know survive
/// both ways. What passes is read along for the span. One try, because clients of the gateway bring their own.
/// </summary>
internal sealed class PassThrough(IHttpClientFactory clients, ModelsOptions options, TimeProvider time)
{
    private const int MaxErrorBytes = 64 << 10, MaxAnswerBytes = 64 << 20;

    public async Task<ProviderOutcome> RelayAsync(HttpResponse response, GatewayRequest request, ProviderRequest provider, CancellationToken client)
    {
        using var silence = new CancellationTokenSource(options.SilenceTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(client, silence.Token);
        try
        {
            using var message = OpenAiRequest.Post(provider.Connection.BaseUrl!, "chat/completions", provider.Connection.Key, Body(request, provider));
            using var upstream = await clients.CreateClient(ProviderHttp.ClientFor(message.RequestUri!)).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (!upstream.IsSuccessStatusCode) return await RefuseAsync(response, upstream, both.Token);
            bool streams = request.Stream && upstream.Content.Headers.ContentType?.MediaType == "text/event-stream";
            return streams ? await StreamAsync(response, request, upstream, silence, both.Token) : await WholeAsync(response, upstream, both.Token);
        }
        catch (OperationCanceledException) when (client.IsCancellationRequested)
        {
            return ProviderOutcome.Fail("interrupted", "The client left before the answer was complete.", retryable: true);
        }
        catch (OperationCanceledException)
        {
            return ProviderOutcome.Fail("timeout", $"The provider was silent for {options.SilenceTimeout.TotalSeconds:0} s.", retryable: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return e.InnerException is AddressRefusedException refused
                ? ProviderOutcome.Fail("invalid_request", refused.Message, retryable: false, code: "address_refused")
                : ProviderOutcome.Fail(response.HasStarted ? "interrupted" : "unreachable", e.Message, retryable: true);
        }
    }

    /// <summary>The client's own body with the server's name of the model; usage is asked for in any case, because the span needs it.</summary>
    private static JsonObject Body(GatewayRequest request, ProviderRequest provider)
    {
        var body = JsonNode.Parse(request.Body.GetRawText())!.AsObject();
        body["model"] = provider.Model;
        if (!request.Stream) return body;
        if (body["stream_options"] is not JsonObject streamOptions) body["stream_options"] = streamOptions = [];
        streamOptions["include_usage"] = true;
        return body;
    }

    private static async Task<ProviderOutcome> RefuseAsync(HttpResponse response, HttpResponseMessage upstream, CancellationToken ct)
    {
        await using var stream = await upstream.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MaxErrorBytes];
        int length = await stream.ReadAtLeastAsync(buffer, MaxErrorBytes, throwOnEndOfStream: false, ct);
        var failed = ProviderErrors.FromStatus((int)upstream.StatusCode, System.Text.Encoding.UTF8.GetString(buffer, 0, length));
        // The provider refused the connection's key, not the client's: the caller answers that one.
        if (failed.Failure.Cause == "unauthorized") return failed;
        response.StatusCode = (int)upstream.StatusCode;
        response.ContentType = upstream.Content.Headers.ContentType?.ToString() ?? "application/json";
        if (upstream.Headers.RetryAfter is { } wait) response.Headers.RetryAfter = wait.ToString();
        await response.Body.WriteAsync(buffer.AsMemory(0, length), ct);
        return failed;
    }

    private static async Task<ProviderOutcome> WholeAsync(HttpResponse response, HttpResponseMessage upstream, CancellationToken ct)
    {
        await upstream.Content.LoadIntoBufferAsync(MaxAnswerBytes, ct);
        byte[] bytes = await upstream.Content.ReadAsByteArrayAsync(ct);
        if (JsonReading.Parse(System.Text.Encoding.UTF8.GetString(bytes)) is not { } json) return ProviderOutcome.Fail("provider_error", "The provider's answer is no JSON.", retryable: false);
        response.ContentType = "application/json";
        await response.Body.WriteAsync(bytes, ct);
        return new OpenAiReader().Whole(json);
    }

    private async Task<ProviderOutcome> StreamAsync(HttpResponse response, GatewayRequest request, HttpResponseMessage upstream, CancellationTokenSource silence, CancellationToken ct)
    {
        var reader = new OpenAiReader();
        long start = time.GetTimestamp();
        double? firstToken = null;
        response.ContentType = "text/event-stream";
        await using var stream = await upstream.Content.ReadAsStreamAsync(ct);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(ct))
        {
            silence.CancelAfter(options.SilenceTimeout);
            var failure = reader.Take(item.Data);
            if (firstToken is null && reader.HasContent) firstToken = time.GetElapsedTime(start).TotalMilliseconds;
            if (request.WantsUsage || !IsUsageOnly(item.Data)) await EventAsync(response, item.Data, ct);
            if (failure is not null) return failure;
        }
        return reader.End(firstToken);
    }

    /// <summary>In the middle of a stream the status is gone: OpenAI's clients look for an error event.</summary>
    public static Task ErrorEventAsync(HttpResponse response, string message, string code, CancellationToken ct) =>
        EventAsync(response, JsonSerializer.Serialize(GatewayError.Body("provider_error", code, message), Json.Api), ct);

    private static async Task EventAsync(HttpResponse response, string data, CancellationToken ct)
    {
        await response.WriteAsync($"data: {data}\n\n", ct);
        await response.Body.FlushAsync(ct);
    }

    // Clients that did not ask for usage read choices[0] of every chunk.
    private static bool IsUsageOnly(string data) =>
        data.Contains("\"usage\"", StringComparison.Ordinal) && JsonReading.Parse(data) is { } chunk && chunk.Get("usage") is not null && !chunk.Items("choices").Any();
}
