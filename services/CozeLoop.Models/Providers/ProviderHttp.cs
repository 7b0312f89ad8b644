using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Outbound;

namespace CozeLoop.Models.Providers;

/// <summary>One exchange with a provider over HTTP; every way it can fail becomes a value.</summary>
internal sealed class ProviderHttp(IHttpClientFactory clients, ModelsOptions options, TimeProvider time)
{
    /// <summary>Keeps its connections.</summary>
    public const string Client = "models";

    /// <summary>
    /// Makes a connection for each call. A call sent into one that the other side is closing may or may not have been bought, and
    /// llama.cpp closes after each stream although it promises to keep alive: so connections are kept only where making one costs a
    /// handshake.
    /// </summary>
    public const string PlainClient = "models over plain HTTP";

    private const int MaxErrorBytes = 64 << 10;

    /// <summary>The name of the HTTP client for an address.</summary>
    public static string ClientFor(Uri address) => address.Scheme == Uri.UriSchemeHttp ? PlainClient : Client;

    public async Task<ProviderOutcome> ExchangeAsync(HttpRequestMessage request, IAnswerReader reader, CancellationToken ct)
    {
        using var patience = new Patience(options, time, ct);
        long start = time.GetTimestamp();
        bool answering = false;
        try
        {
            var client = clients.CreateClient(ClientFor(request.RequestUri!));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!response.IsSuccessStatusCode)
                return await RefusalAsync(response, patience.Token);
            answering = true;
            return await ReadAsync(response, reader, start, patience);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return patience.Ended();
        }
        catch (AnswerTooLongException e)
        {
            return ProviderOutcome.Fail(FailureCauses.ProviderError, e.Message, retryable: false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return Broken(e, answering);
        }
    }

    private async Task<ProviderOutcome> ReadAsync(HttpResponseMessage response, IAnswerReader reader, long start, Patience patience)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            return JsonReading.Parse(await WholeAsync(response, patience.Token)) is { } json
                ? reader.Whole(json)
                : ProviderOutcome.Fail(
                    FailureCauses.ProviderError,
                    "The provider's answer is not JSON.",
                    retryable: false,
                    (int)response.StatusCode
                );
        }
        double? firstToken = null;
        await using var stream = new AnswerStream(await response.Content.ReadAsStreamAsync(patience.Token));
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            patience.Heard();
            if (reader.Take(item.Data) is { } failure)
                return failure;
            if (firstToken is null && reader.HasContent)
                firstToken = time.GetElapsedTime(start).TotalMilliseconds;
        }
        return reader.End(firstToken);
    }

    /// <exception cref="AnswerTooLongException">It is longer than <see cref="AnswerStream.MaxWholeBytes"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> WholeAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = new AnswerStream(await response.Content.ReadAsStreamAsync(ct), AnswerStream.MaxWholeBytes);
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole, ct);
        return whole.TryGetBuffer(out var bytes) ? bytes : whole.ToArray();
    }

    /// <summary>The beginning of a refusal's body, which is enough for any error message.</summary>
    public static async Task<string> RefusalTextAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        byte[] buffer = new byte[MaxErrorBytes];
        int length = await stream.ReadAtLeastAsync(buffer, MaxErrorBytes, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private async Task<ProviderOutcome> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var failed = ProviderErrors.FromStatus((int)response.StatusCode, await RefusalTextAsync(response, ct));
        return failed with { RetryAfter = RetryAfter(response.Headers.RetryAfter) };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    private static ProviderOutcome.Failed Broken(Exception e, bool answering)
    {
        if (e.InnerException is AddressRefusedException refused)
            return ProviderOutcome.Fail(FailureCauses.InvalidRequest, refused.Message, retryable: false, code: "address_refused");
        if (answering)
            return ProviderOutcome.Fail(
                FailureCauses.Interrupted,
                $"The connection broke in the middle of the answer: {e.Message}",
                retryable: true
            );
        // Only a connection that was never made is sure to have bought nothing.
        bool connecting =
            e is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
            };
        return ProviderOutcome.Fail(FailureCauses.Unreachable, e.Message, retryable: true) with { Transient = connecting };
    }
}
