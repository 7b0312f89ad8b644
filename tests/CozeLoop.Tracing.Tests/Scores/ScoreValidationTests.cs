using System.Text.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Scores;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Tracing.Tests.Scores;

public class ScoreValidationTests
{
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData("0.5", "numeric", 0.5, null)]
    [InlineData("true", "boolean", 1.0, null)]
    [InlineData("false", "boolean", 0.0, null)]
    [InlineData("\"angry\"", "categorical", null, "angry")]
    public void A_value_is_a_number_a_boolean_or_a_category(string json, string type, double? value, string? category)
    {
        var (score, _, _) = ScoreValidation.Read(Input(json), time);
        Assert.Equal((type, value, category, "api"), (score!.DataType, score.Value, score.Category, score.Source));
        Assert.Equal(time.GetUtcNow(), score.Time);
        Assert.NotEmpty(score.Id);
    }

    [Fact]
    public void What_is_missing_or_wrong_is_named()
    {
        Assert.Equal("name", Field(Input("1") with { Name = " " }));
        Assert.Equal("traceId", Field(Input("1") with { TraceId = null }));
        Assert.Equal("spanId", Field(Input("1") with { TraceId = null, SessionId = "c", SpanId = "s" }));
        Assert.Equal("value", Field(Input("1") with { Value = null }));
        Assert.Equal("value", Field(Input("[1]")));
        Assert.Equal("value", Field(Input("\"\"")));
        Assert.Equal("value", Field(Input("1e999")));
        Assert.Equal("source", Field(Input("1") with { Source = "rumour" }));
        Assert.Equal("comment", Field(Input("1") with { Comment = new string('x', ScoreValidation.MaxText + 1) }));
    }

    private string Field(ScoreInput input) => ScoreValidation.Read(input, time).Field;

    private static ScoreInput Input(string value) => new("resolved") { TraceId = "t", Value = JsonElement.Parse(value) };
}
