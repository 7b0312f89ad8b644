using CozeLoop.Evaluation.Kinds;
using Xunit;
using static CozeLoop.Evaluation.Tests.Kinds.Subjects;

namespace CozeLoop.Evaluation.Tests.Kinds;

public sealed class EvaluatorConfigTests
{
    [Theory]
    [InlineData("vibes", "{}", "exactMatch, contains")]
    [InlineData("regex", "{}", "'pattern'")]
    [InlineData("regex", """{"pattern":"(unclosed"}""", "(unclosed")]
    [InlineData("regex", """{"pattern":5}""", "$.pattern")]
    [InlineData("regex", """{"pattern":null}""", "pattern")]
    [InlineData("contains", "{}", "'text' or 'texts'")]
    [InlineData("contains", """{"texts":["a",null]}""", "texts[1]")]
    [InlineData("jsonValid", """{"requiredFields":[null]}""", "requiredFields[0]")]
    [InlineData("judge", """{"messages":[null],"connection":"c","model":"m"}""", "messages[0]")]
    [InlineData(
        "judge",
        """{"messages":[{"role":"user","content":"{{answer}}"}],"connection":"c","model":"m","temperature":1e400}""",
        "temperature"
    )]
    [InlineData(
        "judge",
        """{"messages":[{"role":"user","content":"{{answer}}"}],"connection":"c","model":"m","maxTokens":-1}""",
        "maxTokens"
    )]
    [InlineData("contains", """{"text":""}""", "'text' or 'texts'")]
    [InlineData("exactMatch", """{"ignorecase":true,"trimm":true}""", "trimm")]
    [InlineData("jsonValid", "[]", "cannot be read")]
    [InlineData("judge", "{}", "'messages'")]
    [InlineData("judge", """{"messages":[{"role":"user","content":"{{answer}}"}]}""", "'connection' and 'model'")]
    [InlineData("judge", """{"messages":[{"role":"user","content":"judge!"}],"connection":"c","model":"m"}""", "{{answer}}")]
    [InlineData("judge", """{"messages":[{"role":"user","content":"{{answer}} {{arm}}"}],"connection":"c","model":"m"}""", "'arm'")]
    [InlineData("judge", """{"messages":[{"role":"user","content":"{{answer}}"}],"connection":"c","model":"m","scale":"1-10"}""", "1-5")]
    [InlineData("judge", """{"messages":[{"role":"tool","content":"{{answer}}"}],"connection":"c","model":"m"}""", "'tool'")]
    public void Settings_that_cannot_work_are_refused_with_the_reason(string kind, string config, string says)
    {
        var faulty = Assert.IsType<ConfigOutcome.Faulty>(Read(kind, config));
        Assert.Contains(says, faulty.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_left_out_are_the_defaults() => Assert.IsType<ConfigOutcome.Usable>(EvaluatorConfig.Read("toolCall", null));

    [Fact]
    public void A_pattern_is_as_long_as_a_pattern_needs_to_be()
    {
        Assert.Contains(
            "1000 characters",
            Assert.IsType<ConfigOutcome.Faulty>(Read("regex", $"{{\"pattern\":\"{new string('a', 1001)}\"}}")).Reason,
            StringComparison.Ordinal
        );
        Assert.IsType<ConfigOutcome.Usable>(Read("regex", $"{{\"pattern\":\"{new string('a', 1000)}\"}}"));
    }
}
