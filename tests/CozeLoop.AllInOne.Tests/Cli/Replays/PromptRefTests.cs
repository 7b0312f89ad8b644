using CozeLoop.AllInOne.Cli.Replays;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli.Replays;

public sealed class PromptRefTests
{
    [Fact]
    public void A_reference_is_the_latest_version_a_version_or_the_draft()
    {
        Assert.Equal(new PromptRef("support", null, false), PromptRef.Parse("support"));
        Assert.Equal(new PromptRef("support", 3, false), PromptRef.Parse("support@3"));
        Assert.Equal(new PromptRef("support", null, true), PromptRef.Parse("support@draft"));
        Assert.Equal(new PromptRef("a@b", 1, false), PromptRef.Parse("a@b@1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@3")]
    [InlineData("support@")]
    [InlineData("support@0")]
    [InlineData("support@-1")]
    [InlineData("support@latest")]
    [InlineData("support@99999999999")]
    public void Anything_else_is_none(string text) => Assert.Null(PromptRef.Parse(text));
}
