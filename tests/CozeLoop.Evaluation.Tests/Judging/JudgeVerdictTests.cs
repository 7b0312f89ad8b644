using CozeLoop.Evaluation.Judging;
using Xunit;

namespace CozeLoop.Evaluation.Tests.Judging;

public sealed class JudgeVerdictTests
{
    [Theory]
    [InlineData("""{"pass":true,"reason":"fine"}""", 1.0)]
    [InlineData("""{"reason":"no","pass":false}""", 0.0)]
    [InlineData("Sure! Here it is:\n```json\n{\"pass\": true}\n```\nAnything else?", 1.0)]
    [InlineData("""I read {braces} first. {"pass":false}""", 0.0)]
    [InlineData("""{"pass":true} and again {"pass":true}""", 1.0)]
    public void A_verdict_is_found_whatever_stands_around_it(string reply, double value) =>
        Assert.Equal(value, JudgeVerdict.Parse(reply, binary: true).Value);

    [Theory]
    [InlineData("""{"pass":"true"}""")]
    [InlineData("""{"pass":1}""")]
    [InlineData("""{"pass":null}""")]
    [InlineData("""{"score":5}""")]
    [InlineData("""{"pass":true} … on the other hand {"pass":false}""")]
    [InlineData("""{"pass":tru""")]
    [InlineData("The answer is good.")]
    [InlineData("")]
    [InlineData(null)]
    public void A_reply_that_is_no_verdict_is_missing_and_never_zero(string? reply)
    {
        var verdict = JudgeVerdict.Parse(reply, binary: true);
        Assert.Null(verdict.Value);
        Assert.Equal("judge_invalid", verdict.Cause);
    }

    [Theory]
    [InlineData("""{"score":4,"reason":"good"}""", 4.0)]
    [InlineData("""{"score":5.0}""", 5.0)]
    [InlineData("""{"score":0}""", null)]
    [InlineData("""{"score":6}""", null)]
    [InlineData("""{"score":3.5}""", null)]
    [InlineData("""{"score":"4"}""", null)]
    [InlineData("""{"pass":true}""", null)]
    public void A_score_is_a_whole_number_from_one_to_five(string reply, double? value) =>
        Assert.Equal(value, JudgeVerdict.Parse(reply, binary: false).Value);

    [Fact]
    public void A_reply_of_braces_takes_no_time_and_holds_no_verdict() =>
        Assert.Equal("judge_invalid", JudgeVerdict.Parse(new string('{', 200_000), binary: true).Cause);
}
