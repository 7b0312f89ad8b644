using CozeLoop.Chat.Reading;
using Xunit;

namespace CozeLoop.Chat.Tests.Reading;

public sealed class AnyUsageTests
{
    [Theory]
    [InlineData(
        """{"prompt_tokens":100,"completion_tokens":50,"prompt_tokens_details":{"cached_tokens":60},"""
            + """ "completion_tokens_details":{"reasoning_tokens":30}}""",
        "inclusive"
    )]
    [InlineData(
        """{"input_tokens":100,"output_tokens":50,"input_tokens_details":{"cached_tokens":60},"""
            + """ "output_tokens_details":{"reasoning_tokens":30}}""",
        "inclusive"
    )]
    [InlineData("""{"promptTokenCount":100,"candidatesTokenCount":20,"thoughtsTokenCount":30,"cachedContentTokenCount":60}""", "inclusive")]
    [InlineData("""{"input":40,"output":20,"input_cached_tokens":60,"output_reasoning_tokens":30}""", "exclusive")]
    public void Kinds_do_not_overlap_whoever_counted(string json, string rule)
    {
        var (tokens, derivation) = AnyUsage.Read("usage", json)!.Value.Split();
        Assert.Equal(
            new TokenUsage
            {
                Input = 40,
                Output = 20,
                CacheRead = 60,
                Reasoning = 30,
            },
            tokens
        );
        Assert.StartsWith(rule + ": usage", derivation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":-1}""")]
    [InlineData("""{"prompt_tokens":1.5}""")]
    [InlineData("""{"prompt_tokens":10000000000}""")]
    [InlineData("[]")]
    [InlineData("no")]
    public void What_no_model_can_have_counted_is_unknown(string json) => Assert.Null(AnyUsage.Read("usage", json));
}
