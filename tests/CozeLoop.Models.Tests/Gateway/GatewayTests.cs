using System.Net;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Tests.Providers;
using CozeLoop.Testing.FakeModel;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CozeLoop.Models.Tests.Gateway;

public class GatewayTests
{
    private const string Question = "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]}]";

    [Theory]
    [InlineData("fake/fake-model")]
    [InlineData("fake-model")]
    public async Task A_request_passes_through_whole_and_becomes_a_span(string model)
    {
        await using var models = await ModelsUnderTest.StartAsync(_ => new FakeModelAnswer("Surely."));
        var (status, body) = await PostAsync(models, $"{{\"model\":\"{model}\",{Question},\"logit_bias\":{{\"5\":1}}}}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            "Surely.",
            JsonDocument.Parse(body).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()
        );
        var seen = Assert.Single(models.Server.Requests);
        Assert.Equal(
            ("fake-model", "sk-provider-secret", 1),
            (seen.Model, seen.ApiKey, seen.Body.GetProperty("logit_bias").GetProperty("5").GetInt32())
        );
        string span = Assert.Single(await models.SpansAsync(1));
        foreach (string text in (string[])["Hello", "Surely.", "chat fake-model", "cozeloop.tokens.input"])
            Assert.Contains(text, span, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90, HttpStatusCode.OK)]
    [InlineData(100, HttpStatusCode.BadRequest)]
    public async Task A_schema_is_as_deep_as_a_body_may_be(int levels, HttpStatusCode expected)
    {
        await using var models = await ModelsUnderTest.StartAsync(_ => new FakeModelAnswer("Surely."));
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
        string schema =
            $"\"response_format\":{deep},\"tools\":[{{\"type\":\"function\",\"function\":{{\"name\":\"f\",\"parameters\":{deep}}}}}]";
        var (status, body) = await PostAsync(models, $"{{\"model\":\"fake-model\",{Question},{schema}}}");
        Assert.True(status == expected, body);
        if (status != HttpStatusCode.OK)
            return;
        Assert.Equal(deep, Assert.Single(models.Server.Requests).Body.GetProperty("response_format").GetRawText());
        Assert.Contains(
            "\"f\"",
            Assert.Single(await models.SpansAsync(1)).Replace("\\", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_passes_through_with_usage_only_for_who_asked(bool usage)
    {
        await using var models = await ModelsUnderTest.StartAsync(_ => new FakeModelAnswer("One two three.") { PromptTokens = 9 });
        string options = usage ? ",\"stream_options\":{\"include_usage\":true}" : "";
        var (_, body) = await PostAsync(models, $"{{\"model\":\"fake-model\",\"stream\":true,{Question}{options}}}");
        string[] events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        Assert.Equal("One two three.", string.Concat(events[..^1].Select(Delta)));
        Assert.Equal(usage, body.Contains("\"choices\":[]", StringComparison.Ordinal));
        Assert.Contains("cozeloop.tokens.input", Assert.Single(await models.SpansAsync(1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_simulated_model_answers_in_openais_form(bool stream)
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var (status, body) = await PostAsync(models, $"{{\"model\":\"simulated\",\"stream\":{(stream ? "true" : "false")},{Question}}}");
        Assert.Equal(HttpStatusCode.OK, status);
        string text = stream
            ? string.Concat(body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[..^1].Select(Delta))
            : JsonDocument.Parse(body).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        Assert.NotEmpty(text);
        Assert.Contains("cozeloop.simulated", Assert.Single(await models.SpansAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_over_its_limit_is_told_when_to_come_again_and_others_are_served()
    {
        await using var models = await ModelsUnderTest.StartAsync(settings: ("Models:GatewayRequestsPerMinute", "2"));
        string body = $"{{\"model\":\"fake-model\",{Question}}}";
        for (int i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(models, body)).Status);
        using var http = models.Host.CreateClient();
        using var refused = await http.PostAsync(
            "/v1/chat/completions",
            new StringContent(body, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Contains(
            "rate_limit_exceeded",
            await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        using var other = models.Host.CreateClient(workspaceId: 43);
        using var unknown = await other.PostAsync(
            "/v1/chat/completions",
            new StringContent(body, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("\"stop\":[1]", "stop")]
    [InlineData("\"stop\":{}", "stop")]
    [InlineData("\"temperature\":1e400", "temperature")]
    [InlineData("\"temperature\":\"hot\"", "temperature")]
    [InlineData("\"max_tokens\":-5", "max_tokens")]
    [InlineData("\"max_tokens\":1e400", "max_tokens")]
    [InlineData("\"max_completion_tokens\":2147483648", "max_completion_tokens")]
    [InlineData("\"seed\":9223372036854775808", "seed")]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"stream\":1", "stream")]
    [InlineData("\"tools\":[null]", "tools[0]")]
    [InlineData("\"user\":\"a\",\"user\":\"b\"", "user")]
    [InlineData("\"user\":\"\\ud83d\"", "user")]
    [InlineData("\"metadata\":{\"a\":[1e400]}", "metadata.a[0]")]
    public async Task A_value_that_no_model_can_be_sent_is_refused_by_name(string member, string param)
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var (status, body) = await PostAsync(models, $"{{\"model\":\"simulated\",{Question},{member}}}");
        Assert.Equal(
            (HttpStatusCode.BadRequest, param),
            (status, JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("param").GetString())
        );
    }

    [Fact]
    public async Task A_key_that_the_provider_echoes_reaches_neither_client_nor_span()
    {
        const string key = "sk-provider-secret",
            chunk = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"PIECE\"}}]}\n\n";
        string stream =
            string.Concat(
                ((string[])["It is sk-prov", "ider-sec", "ret, sk-pro"]).Select(piece =>
                    chunk.Replace("PIECE", piece, StringComparison.Ordinal)
                )
            ) + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        await using var echo = await ScriptedServer.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(stream);
        });
        await using var models = await ModelsUnderTest.StartAsync();
        await models.Client.CreateAsync(
            new CreateConnection("echo", "openai", echo.BaseUrl, key, ["m"]),
            TestContext.Current.CancellationToken
        );
        var (_, body) = await PostAsync(models, $"{{\"model\":\"echo/m\",\"stream\":true,{Question}}}");
        string told = string.Concat(body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[..^1].Select(Delta));
        Assert.Equal("It is [redacted], sk-pro", told);
        string span = Assert.Single(await models.SpansAsync(1));
        Assert.Contains("It is [redacted], sk-pro", span, StringComparison.Ordinal);
        Assert.DoesNotContain(key, span, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u2028", "\u2028")]
    [InlineData("\u0085", "\u0085")]
    [InlineData("\ufffe\u2029", "\ufffe\u2029")]
    [InlineData("\\u0000", "\0")]
    public async Task A_separator_inside_a_text_does_not_end_an_event(string piece, string read)
    {
        await using var server = await ScriptedServer.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a"
                    + piece
                    + "b\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n"
            );
        });
        await using var models = await ModelsUnderTest.StartAsync();
        await models.Client.CreateAsync(
            new CreateConnection("odd", "openai", server.BaseUrl, null, ["m"]),
            TestContext.Current.CancellationToken
        );
        var (_, body) = await PostAsync(models, $"{{\"model\":\"odd/m\",\"stream\":true,{Question}}}");
        string[] events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, events.Length);
        Assert.Equal($"a{read}b", Delta(events[0]));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(400)]
    [InlineData(302)]
    public async Task A_refusal_is_told_without_the_key(int refusal)
    {
        const string key = "sk-provider-secret";
        await using var echo = await ScriptedServer.StartAsync(async http =>
        {
            (http.Response.StatusCode, http.Response.ContentType) = (refusal, "application/json");
            http.Response.Headers.Location = "http://169.254.169.254/";
            await http.Response.WriteAsync($"{{\"error\":{{\"message\":\"You sent {key}.\",\"code\":\"{key}\"}}}}");
        });
        await using var models = await ModelsUnderTest.StartAsync();
        await models.Client.CreateAsync(
            new CreateConnection("echo", "openai", echo.BaseUrl, key, ["m"]),
            TestContext.Current.CancellationToken
        );
        var (status, body) = await PostAsync(models, $"{{\"model\":\"echo/m\",{Question}}}");
        Assert.Equal(refusal == 400 ? HttpStatusCode.BadRequest : HttpStatusCode.BadGateway, status);
        Assert.DoesNotContain(key, body, StringComparison.Ordinal);
        Assert.Contains("[redacted]", body, StringComparison.Ordinal);
        Assert.DoesNotContain(key, Assert.Single(await models.SpansAsync(1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", 400, "invalid_json")]
    [InlineData("[]", 400, "invalid_request")]
    [InlineData("{\"model\":\"fake-model\"}", 400, "invalid_request")]
    [InlineData("{\"model\":\"nothing/here\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 404, "model_not_found")]
    public async Task A_bad_request_gets_openais_error_form(string body, int status, string code)
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var (answered, text) = await PostAsync(models, body);
        Assert.Equal(
            (status, code),
            ((int)answered, JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("code").GetString())
        );
    }

    [Theory]
    [InlineData(FakeModelFault.ContextLength, 400, "context_length_exceeded")]
    [InlineData(FakeModelFault.RateLimited, 429, "rate_limit_exceeded")]
    [InlineData(FakeModelFault.ServerError, 500, "server_error")]
    [InlineData(FakeModelFault.Unauthorized, 502, "invalid_api_key")]
    [InlineData(FakeModelFault.Reset, 502, "unreachable")]
    public async Task A_providers_error_is_told_as_it_is_except_for_its_key(FakeModelFault fault, int status, string code)
    {
        await using var models = await ModelsUnderTest.StartAsync(_ => FakeModelAnswer.Failing(fault));
        var (answered, text) = await PostAsync(models, $"{{\"model\":\"fake-model\",{Question}}}");
        Assert.Equal(
            (status, code),
            ((int)answered, JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("code").GetString())
        );
        Assert.Contains("error.type", Assert.Single(await models.SpansAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_breaks_ends_with_an_error_and_not_as_if_it_were_done()
    {
        await using var models = await ModelsUnderTest.StartAsync(_ => FakeModelAnswer.Failing(FakeModelFault.StopInTheMiddle));
        var (_, body) = await PostAsync(models, $"{{\"model\":\"fake-model\",\"stream\":true,{Question}}}");
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"interrupted\"", body, StringComparison.Ordinal);
        Assert.Contains("interrupted", Assert.Single(await models.SpansAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_listed_by_connection()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        using var http = models.Host.CreateClient();
        using var list = JsonDocument.Parse(await http.GetStringAsync("/v1/models", TestContext.Current.CancellationToken));
        Assert.Equal(
            ["fake/fake-model", "Simulated (offline)/simulated"],
            list.RootElement.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString())
        );
    }

    private static string Delta(string item)
    {
        var choices = JsonDocument.Parse(item["data: ".Length..]).RootElement.GetProperty("choices");
        return choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content)
            ? content.GetString() ?? ""
            : "";
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(ModelsUnderTest models, string body)
    {
        using var http = models.Host.CreateClient();
        using var answer = await http.PostAsync(
            "/v1/chat/completions",
            new StringContent(body, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
