using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using CozeLoop.Models.Outbound;

namespace CozeLoop.Models.Providers;

/// <summary>One exchange with a provider over HTTP; every way it can fail becomes a value.</summary>
internal sealed class ProviderHttp(IHttpClientFactory clients, ModelsOptions options, TimeProvider time)
{
    /// <summary>Keeps its connections.</summary>
    public const string Client = "models";

    /// <summary>
    /// Makes a connection for each call. A call sent into one that the other side is closing may or may not have been bought, and llama.cpp closes after
    /// each stream although it promises to keep alive: so connections are kept only where making one costs a handshake.
    /// </summary>
    public const string PlainClient = "models over plain HTTP";

    private const int MaxErrorBytes = 64 << 10, MaxAnswerBytes = 64 << 20;

    /// <summary>The name of the HTTP client for an address.</summary>
    public static string ClientFor(Uri address) => address.Scheme == Uri.UriSchemeHttp ? PlainClient : Client;

    public async Task<ProviderOutcome> ExchangeAsync(HttpRequestMessage request, IAnswerReader reader, CancellationToken ct)
    {
        using var silence = new CancellationTokenSource(options.SilenceTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        long start = time.GetTimestamp();
        bool answering = false;
        try
        {
            using var response = await clients.CreateClient(ClientFor(request.RequestUri!)).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (!response.IsSuccessStatusCode) return await RefusalAsync(response, both.Token);
            answering = true;
            return await ReadAsync(response, reader, start, silence, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ProviderOutcome.Fail("timeout", $"The provider was silent for {options.SilenceTimeout.TotalSeconds:0} s.", retryable: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Broken(e, answering);
        }
    }

    private async Task<ProviderOutcome> ReadAsync(HttpResponseMessage response, IAnswerReader reader, long start, CancellationTokenSource silence, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, ct);
            string body = await response.Content.ReadAsStringAsync(ct);
            return JsonReading.Parse(body) is { } json ? reader.Whole(json) : ProviderOutcome.Fail("provider_error", "The provider's answer is no JSON.", retryable: false, (int)response.StatusCode);
        }
        double? firstToken = null;
        long length = 0;
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(ct))
        {
            silence.CancelAfter(options.SilenceTimeout);
            if ((length += item.Data.Length) > MaxAnswerBytes) return ProviderOutcome.Fail("provider_error", $"The answer is longer than {MaxAnswerBytes >> 20} MiB.", retryable: false);
            if (reader.Take(item.Data) is { } failure) return failure;
            if (firstToken is null && reader.HasContent) firstToken = time.GetElapsedTime(start).TotalMilliseconds;
        }
        return reader.End(firstToken);
    }

    private async Task<ProviderOutcome> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MaxErrorBytes];
        int length = await stream.ReadAtLeastAsync(buffer, MaxErrorBytes, throwOnEndOfStream: false, ct);
        var failed = ProviderErrors.FromStatus((int)response.StatusCode, System.Text.Encoding.UTF8.GetString(buffer, 0, length));
        return failed with { RetryAfter = RetryAfter(response.Headers.RetryAfter) };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    private static ProviderOutcome.Failed Broken(Exception e, bool answering)
    {
        if (e.InnerException is AddressRefusedException refused) return ProviderOutcome.Fail("invalid_request", refused.Message, retryable: false, code: "address_refused");
        if (answering) return ProviderOutcome.Fail("interrupted", $"The connection broke in the middle of the answer: {e.Message}", retryable: true);
        // Only a connection that was never made is sure to have bought nothing.
        bool connecting = e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
        return ProviderOutcome.Fail("unreachable", e.Message, retryable: true) with { Transient = connecting };
    }
}
