using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Providers;

/// <summary>Names the cause of a provider's refusal by its status and its own error code (error bodies as OpenAI, Anthropic, Gemini, vLLM
/// and llama.cpp write them).</summary>
internal static class ProviderErrors
{
    private static readonly string[] TooLong = ["context_length_exceeded", "exceed_context_size_error", "request_too_large"];
    private static readonly string[] TooLongTexts = ["maximum context length", "prompt is too long", "exceeds the available context size"];
    private static readonly string[] Refused = ["content_filter", "content_policy_violation"];

    public static ProviderOutcome.Failed FromStatus(int status, string body)
    {
        var error = JsonReading.Parse(body) is { } json ? ErrorIn(json) : null;
        string message = error?.ValueKind == JsonValueKind.String ? error.Value.GetString()! : error?.Text("message") ?? Shorten(body);
        if (message.Length == 0)
            message = $"The provider answered {status} without saying why.";
        return Of(status, error is { ValueKind: JsonValueKind.Object } e ? Code(e) : null, message);
    }

    /// <summary>Where the error stands: as <c>error</c>, in a list of one (Gemini), or as the body itself (vLLM, Mistral).</summary>
    private static JsonElement? ErrorIn(JsonElement body)
    {
        if (body is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0)
            body = list[0];
        return body.Get("error") ?? (body.Text("message") is null ? null : body);
    }

    /// <summary>An error that came inside a stream that had begun with 200.</summary>
    public static ProviderOutcome.Failed FromStream(JsonElement error)
    {
        string? code = Code(error);
        string message = error.Text("message") ?? "The provider broke off with an error.";
        // llama.cpp repeats the status as the code; Anthropic names overload by its type alone.
        int status = (int?)error.Number("code") ?? (code is "overloaded_error" or "api_error" or "server_error" ? 503 : 500);
        return Of(status, code, message) with { Transient = false };
    }

    /// <summary>The provider's own word: <c>code</c> where it is text, else <c>type</c> (llama.cpp puts the number of the status into the
    /// code).</summary>
    private static string? Code(JsonElement error) => error.Text("code") ?? error.Text("type");

    private static ProviderOutcome.Failed Of(int status, string? code, string message)
    {
        bool tooLong =
            TooLong.Contains(code)
            || (status is 400 or 413 && TooLongTexts.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase)));
        if (tooLong)
            return ProviderOutcome.Fail(FailureCauses.ContextLength, message, retryable: false, status, code);
        if (Refused.Contains(code))
            return ProviderOutcome.Fail(FailureCauses.Refused, message, retryable: false, status, code);
        // Before the status: OpenAI answers 403 where the model is not for this key.
        if (MissingModel.IsMeant(status, code, message))
            return ProviderOutcome.Fail(FailureCauses.ModelNotFound, message, retryable: false, status, code);
        return status switch
        {
            // Retryable, because a mended key lets a paused run go on; not transient, because the same key stays wrong.
            401 or 403 => ProviderOutcome.Fail(FailureCauses.Unauthorized, message, retryable: true, status, code),
            // Whatever else is not there is the address itself: a base URL with a path too many or too few.
            404 or 405 => ProviderOutcome.Fail(FailureCauses.EndpointNotFound, message, retryable: false, status, code),
            408 => ProviderOutcome.Fail(FailureCauses.Timeout, message, retryable: true, status, code) with { Transient = true },
            // An exhausted quota does not come back within a request.
            429 => ProviderOutcome.Fail(FailureCauses.RateLimited, message, retryable: true, status, code) with
            {
                Transient = code != "insufficient_quota",
            },
            >= 500 => ProviderOutcome.Fail(FailureCauses.ProviderError, message, retryable: true, status, code) with { Transient = true },
            >= 400 => ProviderOutcome.Fail(FailureCauses.InvalidRequest, message, retryable: false, status, code),
            _ => ProviderOutcome.Fail(FailureCauses.ProviderError, message, retryable: false, status, code),
        };
    }

    private static string Shorten(string text) => text.Trim() is { Length: > 500 } long500 ? long500[..500] : text.Trim();
}
