using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Testing.FakeModel;

/// <summary>Writes an answer or a fault in OpenAI's format (https://platform.openai.com/docs/api-reference/chat).</summary>
internal static class FakeModelReply
{
    public static Task WriteAsync(HttpContext http, FakeModelRequest request, FakeModelAnswer answer) =>
        answer.Fault switch
        {
            FakeModelFault.RateLimited => RefuseAsync(http, 429, "rate_limit_exceeded", "Rate limit reached.", answer.RetryAfter ?? 1),
            FakeModelFault.ServerError => RefuseAsync(http, 500, "server_error", "The server had an error.", answer.RetryAfter),
            FakeModelFault.ContextLength => RefuseAsync(
                http,
                400,
                "context_length_exceeded",
                "This model's maximum context length is 4096 tokens.",
                null
            ),
            FakeModelFault.ModelNotFound => RefuseAsync(http, 404, "model_not_found", $"The model `{request.Model}` does not exist.", null),
            FakeModelFault.Unauthorized => RefuseAsync(http, 401, "invalid_api_key", "Incorrect API key provided.", null),
            FakeModelFault.Reset => Abort(http),
            _ when request.Stream => StreamAsync(http, request, answer),
            FakeModelFault.StopInTheMiddle => HalfBodyAsync(http, request, answer),
            _ => http.Response.WriteAsJsonAsync(Whole(request, answer)),
        };

    public static Task RefuseAsync(HttpContext http, int status, string code, string message, int? retryAfter)
    {
        http.Response.StatusCode = status;
        if (retryAfter is not null)
            http.Response.Headers.RetryAfter = retryAfter.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return http.Response.WriteAsJsonAsync(
            new
            {
                error = new
                {
                    message,
                    type = "error",
                    code,
                },
            }
        );
    }

    private static Task Abort(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    private static async Task HalfBodyAsync(HttpContext http, FakeModelRequest request, FakeModelAnswer answer)
    {
        byte[] whole = JsonSerializer.SerializeToUtf8Bytes(Whole(request, answer));
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = whole.Length;
        await http.Response.Body.WriteAsync(whole.AsMemory(0, whole.Length / 2));
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    private static async Task StreamAsync(HttpContext http, FakeModelRequest request, FakeModelAnswer answer)
    {
        http.Response.ContentType = "text/event-stream";
        await EventAsync(http, Chunk(request, new { role = "assistant", content = (string?)null }, null));
        string[] words = (answer.Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int end = answer.Fault == FakeModelFault.StopInTheMiddle ? words.Length / 2 : words.Length;
        for (int i = 0; i < end; i++)
            await EventAsync(http, Chunk(request, new { content = (i == 0 ? "" : " ") + words[i] }, null));
        if (answer.Fault == FakeModelFault.StopInTheMiddle)
        {
            // A reset discards what the client has not read yet, so it gets the time to.
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            http.Abort();
            return;
        }
        var calls = answer
            .ToolCalls.Select(
                (c, i) =>
                    new
                    {
                        index = i,
                        id = c.Id,
                        type = "function",
                        function = new { name = c.Name, arguments = c.Arguments },
                    }
            )
            .ToList();
        if (calls.Count > 0)
            await EventAsync(http, Chunk(request, new { tool_calls = calls }, null));
        await EventAsync(http, Chunk(request, new { }, Reason(answer)));
        if (request.IncludeUsage)
            await EventAsync(
                http,
                new
                {
                    id = Id(request),
                    @object = "chat.completion.chunk",
                    created = 0,
                    model = request.Model,
                    choices = Array.Empty<object>(),
                    usage = Usage(request, answer),
                }
            );
        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static async Task EventAsync(HttpContext http, object data)
    {
        await http.Response.WriteAsync("data: " + JsonSerializer.Serialize(data) + "\n\n");
        await http.Response.Body.FlushAsync();
    }

    private static object Chunk(FakeModelRequest request, object delta, string? finish) =>
        new
        {
            id = Id(request),
            @object = "chat.completion.chunk",
            created = 0,
            model = request.Model,
            choices = new[]
            {
                new
                {
                    index = 0,
                    delta,
                    finish_reason = finish,
                },
            },
        };

    private static object Whole(FakeModelRequest request, FakeModelAnswer answer)
    {
        var calls = answer
            .ToolCalls.Select(c => new
            {
                id = c.Id,
                type = "function",
                function = new { name = c.Name, arguments = c.Arguments },
            })
            .ToList();
        var message = new
        {
            role = "assistant",
            content = answer.Text,
            tool_calls = calls.Count > 0 ? calls : null,
        };
        return new
        {
            id = Id(request),
            @object = "chat.completion",
            created = 0,
            model = request.Model,
            choices = new[]
            {
                new
                {
                    index = 0,
                    message,
                    finish_reason = Reason(answer),
                },
            },
            usage = Usage(request, answer),
        };
    }

    private static object Usage(FakeModelRequest request, FakeModelAnswer answer)
    {
        int prompt = answer.PromptTokens ?? request.Messages.Sum(m => Words(m.Content)),
            completion = answer.CompletionTokens ?? Words(answer.Text);
        return new
        {
            prompt_tokens = prompt,
            completion_tokens = completion,
            total_tokens = prompt + completion,
            prompt_tokens_details = new { cached_tokens = answer.CachedTokens },
        };
    }

    private static string Reason(FakeModelAnswer answer) =>
        answer is { ToolCalls.Count: > 0, FinishReason: "stop" } ? "tool_calls" : answer.FinishReason;

    private static string Id(FakeModelRequest request) => "chatcmpl-" + request.ContentKey;

    private static int Words(string? text) => text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length ?? 0;
}
