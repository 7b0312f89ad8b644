using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Providers;
using CozeLoop.Models.Providers.Simulated;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

public class SimulatedProviderTests
{
    [Fact]
    public async Task The_same_request_gets_the_same_answer_and_another_sample_another_one()
    {
        var answers = new HashSet<string>();
        for (int sample = 0; sample < 10; sample++)
            answers.Add(await AnswerAsync("Where is my order?", sample: sample));
        Assert.True(answers.Count > 5);
        Assert.Equal(await AnswerAsync("Where is my order?", sample: 3), await AnswerAsync("Where is my order?", sample: 3));
    }

    [Fact]
    public async Task At_temperature_zero_samples_do_not_differ() =>
        Assert.Equal(
            await AnswerAsync("Hi", new ChatParameters { Temperature = 0 }),
            await AnswerAsync("Hi", new ChatParameters { Temperature = 0, Seed = 4 }, sample: 9)
        );

    [Fact]
    public async Task A_system_prompt_that_asks_for_one_short_sentence_gets_one()
    {
        string shorter = await AnswerAsync("Where is my order?", system: "You are a support agent. Answer in one short sentence.");
        Assert.Single(shorter, c => c == '.');
        Assert.True(shorter.Length < (await AnswerAsync("Where is my order?", system: "You are a support agent.")).Length);
    }

    [Fact]
    public async Task Chinese_is_answered_in_Chinese() => Assert.Contains('。', await AnswerAsync("我的订单在哪里？"));

    [Fact]
    public async Task A_json_schema_is_filled()
    {
        var schema = new
        {
            type = "object",
            properties = new
            {
                reason = new { type = "string" },
                pass = new { type = "boolean" },
                score = new { type = "integer", @enum = new[] { 1, 2, 3 } },
            },
        };
        var format = JsonSerializer.SerializeToElement(new { type = "json_schema", json_schema = new { name = "verdict", schema } });
        using var json = JsonDocument.Parse(await AnswerAsync("Judge", new ChatParameters { ResponseFormat = format }));
        Assert.True(json.RootElement.GetProperty("pass").ValueKind is JsonValueKind.True or JsonValueKind.False);
        Assert.InRange(json.RootElement.GetProperty("score").GetInt32(), 1, 3);
        Assert.NotEmpty(json.RootElement.GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task The_limit_of_tokens_cuts_and_says_so()
    {
        var outcome = await new SimulatedProvider().CallAsync(
            ProvidersUnderTest.Ask(Connection.BuiltIn, "Hi", new ChatParameters { MaxTokens = 2 }),
            TestContext.Current.CancellationToken
        );
        var answer = Assert.IsType<ProviderOutcome.Answered>(outcome);
        Assert.Equal(("length", 2L), (answer.Message.FinishReason, answer.Usage.Output));
    }

    private static async Task<string> AnswerAsync(string question, ChatParameters? parameters = null, string? system = null, int sample = 0)
    {
        var outcome = await new SimulatedProvider().CallAsync(
            ProvidersUnderTest.Ask(Connection.BuiltIn, question, parameters, system, sample),
            TestContext.Current.CancellationToken
        );
        return Assert.IsType<ProviderOutcome.Answered>(outcome).Message.Content!;
    }
}
