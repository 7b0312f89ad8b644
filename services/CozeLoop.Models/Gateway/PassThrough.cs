using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
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
    public async Task<ProviderOutcome> RelayAsync(
        HttpResponse response,
        GatewayRequest request,
        ProviderRequest provider,
        CancellationToken client
    )
    {
        using var patience = new Patience(options, time, client);
        var secret = new KeyRedaction(provider.Connection.Key);
        try
        {
            using var message = OpenAiRequest.Post(
                provider.Connection.BaseUrl!,
                "chat/completions",
                provider.Connection.Key,
                Body(request, provider)
            );
            var http = clients.CreateClient(ProviderHttp.ClientFor(message.RequestUri!));
            using var upstream = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!upstream.IsSuccessStatusCode)
                return await RefuseAsync(response, upstream, secret, patience.Token);
            bool streams = request.Stream && upstream.Content.Headers.ContentType?.MediaType == "text/event-stream";
            return streams
                ? await StreamAsync(new RelayedEvents(response, request.WantsUsage, secret), upstream, patience)
                : await WholeAsync(response, upstream, secret, patience.Token);
        }
        catch (OperationCanceledException) when (client.IsCancellationRequested)
        {
            return ProviderOutcome.Fail(FailureCauses.Interrupted, "The client left before the answer was complete.", retryable: true);
        }
        catch (OperationCanceledException)
        {
            return patience.Ended();
        }
        catch (AnswerTooLongException e)
        {
            return ProviderOutcome.Fail(
                response.HasStarted ? FailureCauses.Interrupted : FailureCauses.ProviderError,
                e.Message,
                retryable: false
            );
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return e.InnerException is AddressRefusedException refused
                ? ProviderOutcome.Fail(FailureCauses.InvalidRequest, refused.Message, retryable: false, code: "address_refused")
                : ProviderOutcome.Fail(
                    response.HasStarted ? FailureCauses.Interrupted : FailureCauses.Unreachable,
                    e.Message,
                    retryable: true
                );
        }
    }

    /// <summary>The client's own body with the server's name of the model; usage is asked for in any case, because the span needs
    /// it.</summary>
    private static JsonObject Body(GatewayRequest request, ProviderRequest provider)
    {
        var body = JsonObject.Create(request.Body)!;
        body["model"] = provider.Model;
        if (!request.Stream)
            return body;
        if (body["stream_options"] is not JsonObject streamOptions)
            body["stream_options"] = streamOptions = [];
        streamOptions["include_usage"] = true;
        return body;
    }

    private static async Task<ProviderOutcome> RefuseAsync(
        HttpResponse response,
        HttpResponseMessage upstream,
        KeyRedaction secret,
        CancellationToken ct
    )
    {
        string body = await ProviderHttp.RefusalTextAsync(upstream, ct);
        var failed = ProviderErrors.FromStatus((int)upstream.StatusCode, body);
        // The provider refused the connection's key, not the client's: the caller answers that one. An answer without an error status is
        // not one to pass on.
        if (failed.Failure.Cause == FailureCauses.Unauthorized || (int)upstream.StatusCode is < 400 or > 599)
            return failed;
        bool json = JsonReading.Parse(body) is not null;
        response.StatusCode = (int)upstream.StatusCode;
        response.ContentType = json ? "application/json" : "text/plain; charset=utf-8";
        if (upstream.Headers.RetryAfter is { } wait)
            response.Headers.RetryAfter = wait.ToString();
        await response.WriteAsync(json ? secret.InJson(body) : secret.InText(body), ct);
        return failed;
    }

    private static async Task<ProviderOutcome> WholeAsync(
        HttpResponse response,
        HttpResponseMessage upstream,
        KeyRedaction secret,
        CancellationToken ct
    )
    {
        var bytes = await ProviderHttp.WholeAsync(upstream, ct);
        if (JsonReading.Parse(bytes) is not { } json)
        {
            return ProviderOutcome.Fail(FailureCauses.ProviderError, "The provider's answer is not JSON.", retryable: false);
        }
        response.ContentType = "application/json";
        if (secret.IsNone)
            await response.Body.WriteAsync(bytes, ct);
        else
            await response.WriteAsync(secret.InJson(Encoding.UTF8.GetString(bytes.Span)), ct);
        return new OpenAiReader().Whole(json);
    }

    private async Task<ProviderOutcome> StreamAsync(RelayedEvents events, HttpResponseMessage upstream, Patience patience)
    {
        var reader = new OpenAiReader();
        long start = time.GetTimestamp();
        double? firstToken = null;
        await using var stream = new AnswerStream(await upstream.Content.ReadAsStreamAsync(patience.Token));
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            patience.Heard();
            var failure = reader.Take(item.Data);
            if (firstToken is null && reader.HasContent)
                firstToken = time.GetElapsedTime(start).TotalMilliseconds;
            await events.PassAsync(item.Data, patience.Token);
            if (failure is not null)
                return failure;
        }
        await events.EndAsync(patience.Token);
        return reader.End(firstToken);
    }

    /// <summary>In the middle of a stream the status is gone: OpenAI's clients look for an error event.</summary>
    public static Task ErrorEventAsync(HttpResponse response, string message, string code, CancellationToken ct) =>
        RelayedEvents.WriteAsync(response, JsonSerializer.Serialize(GatewayError.Body("provider_error", code, message), Json.Api), ct);
}
