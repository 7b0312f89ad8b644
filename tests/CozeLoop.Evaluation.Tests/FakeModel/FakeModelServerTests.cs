using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.Evaluation.Tests.FakeModel;

public sealed class FakeModelServerTests : IAsyncLifetime
{
    // A test may make its own client: there is no host to take one from.
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private FakeModelServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FakeModelServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_same_request_gets_the_same_answer_and_is_counted()
    {
        string first = await AskAsync("Where is my order?"),
            again = await AskAsync("Where is my order?"),
            other = await AskAsync("Cancel it.");
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal([1, 2], _server.CallsByContent.Values.Order());
    }

    [Fact]
    public async Task A_stream_carries_the_words_and_the_usage()
    {
        using var response = await PostAsync("Hello there", stream: true);
        string text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        var chunks = text.Split("\n\n")
            .Where(l => l.StartsWith("data: {", StringComparison.Ordinal))
            .Select(l => JsonDocument.Parse(l[6..]).RootElement)
            .ToList();
        string words = string.Concat(
            chunks
                .Where(c => c.GetProperty("choices").GetArrayLength() > 0)
                .Select(c => c.GetProperty("choices")[0].GetProperty("delta"))
                .Select(d => d.TryGetProperty("content", out var w) ? w.GetString() : "")
        );
        Assert.StartsWith("About \"Hello there\": answer ", words, StringComparison.Ordinal);
        Assert.Equal(4, chunks[^1].GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Theory]
    [InlineData(FakeModelFault.RateLimited, 429)]
    [InlineData(FakeModelFault.ServerError, 500)]
    [InlineData(FakeModelFault.ContextLength, 400)]
    [InlineData(FakeModelFault.Unauthorized, 401)]
    public async Task A_refusal_has_its_status(FakeModelFault fault, int status)
    {
        _server.Answer = _ => FakeModelAnswer.Failing(fault);
        using var response = await PostAsync("x");
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(fault == FakeModelFault.RateLimited, response.Headers.RetryAfter is not null);
    }

    [Theory]
    [InlineData(FakeModelFault.Reset, false)]
    [InlineData(FakeModelFault.StopInTheMiddle, false)]
    [InlineData(FakeModelFault.StopInTheMiddle, true)]
    public async Task A_broken_connection_is_an_error_of_the_client(FakeModelFault fault, bool stream)
    {
        _server.Answer = _ => FakeModelAnswer.Failing(fault);
        await Assert.ThrowsAsync<HttpRequestException>(async () => await (await PostAsync("x", stream)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_planted_effect_appears_as_often_as_it_was_planted()
    {
        _server.Answer = FakeModelAnswers.Planted("be brief", "MARK", with: 0.9, without: 0.1);
        int marked = 0,
            plain = 0;
        for (int i = 0; i < 60; i++)
        {
            if ((await AskAsync("q" + i, "Be brief.")).Contains("MARK", StringComparison.Ordinal))
                marked++;
            if ((await AskAsync("q" + i, "Be kind.")).Contains("MARK", StringComparison.Ordinal))
                plain++;
        }
        Assert.InRange(marked, 48, 60);
        Assert.InRange(plain, 0, 14);
    }

    private async Task<string> AskAsync(string question, string system = "You help.")
    {
        using var response = await PostAsync(question, system: system);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        return json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    private Task<HttpResponseMessage> PostAsync(string question, bool stream = false, string system = "You help.")
    {
        string body = JsonSerializer.Serialize(
            new
            {
                model = "fake-model",
                stream,
                stream_options = new { include_usage = true },
                messages = new[] { new { role = "system", content = system }, new { role = "user", content = question } },
            }
        );
        return _http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, _server.BaseUrl + "/chat/completions")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            },
            HttpCompletionOption.ResponseHeadersRead
        );
    }
}
