using CozeLoop.Chat;
using CozeLoop.Models.Providers;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

public class OpenAiProviderTests
{
    private static readonly FakeModelAnswer Fine = new("Certainly, I can help.")
    {
        PromptTokens = 120,
        CompletionTokens = 7,
        CachedTokens = 100,
    };

    [Fact]
    public async Task A_streamed_answer_has_its_text_its_usage_and_the_time_to_its_first_token()
    {
        await using var server = await FakeModelServer.StartAsync(_ => Fine);
        using var providers = new ProvidersUnderTest();
        var answer = Assert.IsType<ProviderOutcome.Answered>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl), "Hello"))
        );
        Assert.Equal(("Certainly, I can help.", "stop"), (answer.Message.Content, answer.Message.FinishReason));
        Assert.Equal(
            new TokenUsage
            {
                Input = 20,
                Output = 7,
                CacheRead = 100,
            },
            answer.Usage
        );
        Assert.True(answer.FirstTokenMs > 0);
        Assert.True(Assert.Single(server.Requests).IncludeUsage);
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("")]
    [InlineData("/")]
    public async Task A_base_url_may_end_with_or_without_its_version(string end)
    {
        await using var server = await FakeModelServer.StartAsync(_ => Fine);
        using var providers = new ProvidersUnderTest();
        string url = server.BaseUrl[..^"/v1".Length] + end;
        Assert.IsType<ProviderOutcome.Answered>(await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(url), "Hello")));
    }

    [Fact]
    public async Task Tool_calls_and_parameters_travel_both_ways()
    {
        await using var server = await FakeModelServer.StartAsync(_ => new FakeModelAnswer(null)
        {
            ToolCalls = [new ChatToolCall("a", "find", "{\"id\":1}"), new ChatToolCall("b", "find", "{\"id\":2}")],
        });
        using var providers = new ProvidersUnderTest();
        var request = ProvidersUnderTest.Ask(
            ProvidersUnderTest.To(server.BaseUrl, "K"),
            "Find 1 and 2",
            new ChatParameters
            {
                Temperature = 0.8,
                Seed = 5,
                Stop = ["END"],
                MaxTokens = 9,
            },
            sample: 2
        );
        var answer = Assert.IsType<ProviderOutcome.Answered>(
            await providers.CallAsync(request with { Tools = [new ChatTool("find", "Finds", null)] })
        );
        Assert.Equal([new ChatToolCall("a", "find", "{\"id\":1}"), new ChatToolCall("b", "find", "{\"id\":2}")], answer.Message.ToolCalls!);
        Assert.Null(answer.Message.Content);
        var seen = Assert.Single(server.Requests);
        Assert.Equal("K", seen.ApiKey);
        Assert.Equal(
            (0.8, 7L, "END", 9, "find"),
            (
                seen.Body.GetProperty("temperature").GetDouble(),
                seen.Body.GetProperty("seed").GetInt64(),
                seen.Body.GetProperty("stop")[0].GetString(),
                seen.Body.GetProperty("max_tokens").GetInt32(),
                seen.Body.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString()
            )
        );
    }

    [Theory]
    [InlineData(FakeModelFault.ContextLength, "context_length", false, 1)]
    [InlineData(FakeModelFault.Unauthorized, "unauthorized", true, 1)]
    [InlineData(FakeModelFault.StopInTheMiddle, "interrupted", true, 1)]
    [InlineData(FakeModelFault.Reset, "unreachable", true, 1)]
    [InlineData(FakeModelFault.ServerError, "provider_error", true, 2)]
    public async Task Each_fault_has_its_cause_and_only_what_bought_nothing_is_tried_again(
        FakeModelFault fault,
        string cause,
        bool retryable,
        int calls
    )
    {
        await using var server = await FakeModelServer.StartAsync(_ => FakeModelAnswer.Failing(fault));
        using var providers = new ProvidersUnderTest(("Models:MaxAttempts", "2"));
        var failed = Assert.IsType<ProviderOutcome.Failed>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl), "Hello"))
        );
        Assert.Equal((cause, retryable, calls), (failed.Failure.Cause, failed.Failure.Retryable, server.Requests.Count));
    }

    [Fact]
    public async Task A_rate_limit_is_waited_for_as_long_as_the_server_asks()
    {
        await using var server = await FakeModelServer.StartAsync(request =>
            request.Number == 1 ? FakeModelAnswer.Failing(FakeModelFault.RateLimited, retryAfter: 1) : Fine
        );
        using var providers = new ProvidersUnderTest();
        long start = TimeProvider.System.GetTimestamp();
        Assert.IsType<ProviderOutcome.Answered>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl), "Hello"))
        );
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.95, 20);
    }

    [Fact]
    public async Task A_server_that_asks_for_more_patience_than_a_request_has_is_not_waited_for()
    {
        await using var server = await FakeModelServer.StartAsync(_ =>
            FakeModelAnswer.Failing(FakeModelFault.RateLimited, retryAfter: 3600)
        );
        using var providers = new ProvidersUnderTest();
        var failed = Assert.IsType<ProviderOutcome.Failed>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl), "Hello"))
        );
        Assert.Equal(("rate_limited", 1), (failed.Failure.Cause, server.Requests.Count));
    }

    [Fact]
    public async Task Silence_ends_in_a_timeout()
    {
        await using var server = await FakeModelServer.StartAsync(_ => Fine with { Delay = TimeSpan.FromSeconds(30) });
        using var providers = new ProvidersUnderTest(("Models:SilenceTimeout", "00:00:01"));
        var failed = Assert.IsType<ProviderOutcome.Failed>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl), "Hello"))
        );
        Assert.Equal(("timeout", true), (failed.Failure.Cause, failed.Failure.Retryable));
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable_and_retryable()
    {
        using var providers = new ProvidersUnderTest(("Models:MaxAttempts", "1"));
        var failed = Assert.IsType<ProviderOutcome.Failed>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To($"http://127.0.0.1:{FreePort.Next()}"), "Hello"))
        );
        Assert.Equal(("unreachable", true, true), (failed.Failure.Cause, failed.Failure.Retryable, failed.Transient));
    }

    [Fact]
    public async Task A_server_that_hangs_up_after_each_answer_answers_every_call()
    {
        await using var server = new OneAnswerServer();
        using var providers = new ProvidersUnderTest(("Models:MaxAttempts", "1"));
        var outcomes = new List<ProviderOutcome>();
        for (int i = 0; i < 3; i++)
            outcomes.Add(await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl), "Hello")));
        Assert.All(outcomes, outcome => Assert.Equal("hello", Assert.IsType<ProviderOutcome.Answered>(outcome).Message.Content));
    }

    [Theory]
    [InlineData("length", "length")]
    [InlineData("content_filter", null)]
    public async Task A_cut_answer_is_an_answer_and_a_filtered_one_is_a_refusal(string finish, string? answered)
    {
        await using var server = await FakeModelServer.StartAsync(_ => Fine with { FinishReason = finish });
        using var providers = new ProvidersUnderTest();
        var outcome = await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl), "Hello"));
        if (answered is null)
            Assert.Equal("refused", Assert.IsType<ProviderOutcome.Failed>(outcome).Failure.Cause);
        else
            Assert.Equal(answered, Assert.IsType<ProviderOutcome.Answered>(outcome).Message.FinishReason);
    }

    [Theory]
    [InlineData("Models:AllowLoopback", "false", "http://127.0.0.1:1")]
    [InlineData("Models:AllowLoopback", "false", "http://localhost:1")]
    [InlineData("Models:AllowPrivateNetworks", "false", "http://169.254.169.254")]
    [InlineData("Models:AllowPrivateNetworks", "false", "http://[::ffff:10.0.0.1]")]
    public async Task An_address_that_may_not_be_reached_is_refused_when_it_is_connected_to(string key, string value, string url)
    {
        using var providers = new ProvidersUnderTest((key, value));
        var failed = Assert.IsType<ProviderOutcome.Failed>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(url), "Hello"))
        );
        Assert.Equal(("address_refused", false), (failed.Failure.ProviderCode, failed.Failure.Retryable));
    }
}
