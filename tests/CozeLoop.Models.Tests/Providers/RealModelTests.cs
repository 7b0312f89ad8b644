using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Providers;
using CozeLoop.Testing.Servers;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

public class RealModelTests
{
    private static readonly ChatParameters Short = new() { Temperature = 0, MaxTokens = 24 };

    [Fact]
    public async Task It_streams_counts_and_answers_the_same_at_temperature_zero()
    {
        await using var model = await RealModelServer.StartAsync(Assert.SkipWhen);
        using var providers = new ProvidersUnderTest();
        var first = await AnswerAsync(providers, ProvidersUnderTest.Ask(ProvidersUnderTest.To(model.BaseUrl), "Where is my order?", Short));
        var second = await AnswerAsync(
            providers,
            ProvidersUnderTest.Ask(ProvidersUnderTest.To(model.BaseUrl), "Where is my order?", Short)
        );
        Assert.NotEmpty(first.Message.Content!);
        Assert.Equal(first.Message.Content, second.Message.Content);
        Assert.True(first.FirstTokenMs > 0);
        Assert.True(first.Usage.Input + first.Usage.CacheRead > 5);
        Assert.InRange(first.Usage.Output!.Value, 1, 24);
    }

    [Fact]
    public async Task Samples_of_one_seed_differ()
    {
        await using var model = await RealModelServer.StartAsync(Assert.SkipWhen);
        using var providers = new ProvidersUnderTest();
        var warm = Short with { Temperature = 1.2, Seed = 1 };
        var answers = new List<string?>();
        for (int sample = 0; sample < 3; sample++)
            answers.Add(
                (
                    await AnswerAsync(
                        providers,
                        ProvidersUnderTest.Ask(ProvidersUnderTest.To(model.BaseUrl), "Tell me about shipping.", warm, sample: sample)
                    )
                )
                    .Message
                    .Content
            );
        Assert.Equal(3, answers.Distinct().Count());
    }

    [Fact]
    public async Task It_speaks_Anthropics_form_as_well()
    {
        await using var model = await RealModelServer.StartAsync(Assert.SkipWhen);
        using var providers = new ProvidersUnderTest();
        var connection = ProvidersUnderTest.To(model.BaseUrl, "K", ConnectionProviders.Anthropic);
        var answer = await AnswerAsync(
            providers,
            ProvidersUnderTest.Ask(connection, "Where is my order?", Short, system: "You are a support agent.")
        );
        Assert.NotEmpty(answer.Message.Content!);
        Assert.True(answer.Usage.Output > 0 && answer.FirstTokenMs > 0);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_named_as_such()
    {
        await using var model = await RealModelServer.StartAsync(Assert.SkipWhen);
        using var providers = new ProvidersUnderTest();
        string book = string.Concat(Enumerable.Repeat("All work and no play. ", 3000));
        var failed = Assert.IsType<ProviderOutcome.Failed>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(model.BaseUrl), book, Short))
        );
        Assert.Equal(
            ("context_length", "exceed_context_size_error", 400, false),
            (failed.Failure.Cause, failed.Failure.ProviderCode, failed.Failure.Status, failed.Failure.Retryable)
        );
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorized_and_the_right_one_answers()
    {
        await using var model = await RealModelServer.StartAsync(Assert.SkipWhen, "--api-key", "right");
        using var providers = new ProvidersUnderTest();
        var failed = Assert.IsType<ProviderOutcome.Failed>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(model.BaseUrl, "wrong"), "Hi", Short))
        );
        Assert.Equal(("unauthorized", 401, true), (failed.Failure.Cause, failed.Failure.Status, failed.Failure.Retryable));
        await AnswerAsync(providers, ProvidersUnderTest.Ask(ProvidersUnderTest.To(model.BaseUrl, "right"), "Hi", Short));
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_stream_it_is_interrupted_then_unreachable_then_back()
    {
        await using var model = await RealModelServer.StartAsync(Assert.SkipWhen);
        using var providers = new ProvidersUnderTest(("Models:MaxAttempts", "1"));
        var connection = ProvidersUnderTest.To(model.BaseUrl);
        var call = providers.CallAsync(
            ProvidersUnderTest.Ask(connection, "Write a very long story about a shop.", new ChatParameters { MaxTokens = 2000 })
        );
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(call.IsCompleted);
        await model.KillAsync();
        // On a busy machine the first byte may not have come yet; either way a run may go on later.
        var killed = Assert.IsType<ProviderOutcome.Failed>(await call).Failure;
        Assert.Contains(killed.Cause, (string[])["interrupted", "unreachable"]);
        Assert.True(killed.Retryable);
        Assert.Equal(
            "unreachable",
            Assert.IsType<ProviderOutcome.Failed>(await providers.CallAsync(ProvidersUnderTest.Ask(connection, "Hi", Short))).Failure.Cause
        );
        await model.StartAgainAsync();
        await AnswerAsync(providers, ProvidersUnderTest.Ask(connection, "Hi", Short));
    }

    private static async Task<ProviderOutcome.Answered> AnswerAsync(ProvidersUnderTest providers, ProviderRequest request)
    {
        var outcome = await providers.CallAsync(request);
        return outcome is ProviderOutcome.Answered answered ? answered : throw new InvalidOperationException($"{outcome}");
    }
}
