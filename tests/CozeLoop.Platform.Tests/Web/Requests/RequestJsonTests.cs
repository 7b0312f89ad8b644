using System.Text.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web.Requests;

namespace CozeLoop.Platform.Tests.Web.Requests;

/// <summary>What no route has to check itself, because no body that has it is read.</summary>
public class RequestJsonTests
{
    [Theory]
    [InlineData("{\"key\":\"a\",\"key\":\"b\"}", "$.key", "")]
    [InlineData("{\"key\":\"a\",\"KEY\":\"b\"}", "$.KEY", "")]
    [InlineData("{}", "$", "key")]
    [InlineData("{\"key\":null}", "$", "key")]
    [InlineData("{\"key\":\"\\ud83d\"}", "$.key", "")]
    public void A_name_twice_no_value_and_half_a_character_are_refused_by_name(string json, string path, string field) =>
        Refused<CreatePrompt>(json, path, field);

    [Theory]
    [InlineData(
        "{\"name\":\"a\",\"source\":{\"sample\":{\"size\":1,\"seed\":9223372036854775808}},\"arms\":[]}",
        "$.source.sample.seed",
        ""
    )]
    [InlineData("{\"name\":\"a\",\"source\":{\"sample\":{\"size\":1,\"seed\":1}},\"arms\":[],\"margin\":1e400}", "$", "margin")]
    [InlineData("{\"name\":\"a\",\"source\":{\"sample\":{\"size\":1,\"seed\":1}},\"arms\":[],\"margin\":\"1e400\"}", "$.margin", "")]
    [InlineData("{\"name\":\"a\",\"source\":{\"sample\":{\"size\":1,\"seed\":1}},\"arms\":[],\"budgetUsd\":1e400}", "$.budgetUsd", "")]
    [InlineData(
        "{\"name\":\"a\",\"source\":{\"sample\":{\"size\":1,\"seed\":1}},\"arms\":[{\"parameters\":{\"temperature\":1e400}}]}",
        "$.arms[0].parameters",
        "temperature"
    )]
    [InlineData("{\"name\":\"a\",\"source\":{\"sample\":{\"size\":1,\"seed\":1}},\"arms\":[null]}", "$", "arms[0]")]
    [InlineData(
        "{\"name\":\"a\",\"source\":{\"sample\":{\"size\":1,\"seed\":1}},\"arms\":[],\"evaluators\":[\"a\",null]}",
        "$",
        "evaluators[1]"
    )]
    [InlineData(
        "{\"name\":\"a\",\"source\":{\"sample\":{\"size\":1,\"seed\":1}},\"arms\":[{\"parameters\":{\"stop\":[null]}}]}",
        "$.arms[0].parameters",
        "stop[0]"
    )]
    [InlineData("{\"name\":\"a\",\"source\":{},\"arms\":[]}", "$.source", "sample")]
    public void Numbers_out_of_range_and_null_among_items_are_refused_by_name(string json, string path, string field) =>
        Refused<CreateReplay>(json, path, field);

    [Theory]
    [InlineData("{\"kind\":\"regex\",\"config\":{\"pattern\":\"\\udc00\"}}", "pattern")]
    [InlineData("{\"kind\":\"regex\",\"config\":{\"a\":[{\"b\":1e400}]}}", "a[0].b")]
    [InlineData("{\"kind\":\"regex\",\"config\":{\"a\":1,\"a\":2}}", "a")]
    [InlineData("{\"kind\":\"regex\",\"config\":{\"\\ud800\":2}}", "")]
    public void Free_json_is_looked_through(string json, string field) => Refused<CreateEvaluatorVersion>(json, "$.config", field);

    [Fact]
    public void Deep_json_is_refused() =>
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<CreateEvaluatorVersion>(
                $"{{\"kind\":\"regex\",\"config\":{new string('[', 5000)}",
                RequestJson.Options
            )
        );

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Free_json_is_no_deeper_than_an_answer_around_it_may_be(int levels, bool taken)
    {
        string json = $"{{\"kind\":\"regex\",\"config\":{new string('[', levels)}{new string(']', levels)}}}";
        if (!taken)
        {
            Refused<CreateEvaluatorVersion>(json, "$.config", "");
            return;
        }
        var read = JsonSerializer.Deserialize<CreateEvaluatorVersion>(json, RequestJson.Options)!;
        Assert.NotEmpty(JsonSerializer.Serialize(new { a = new { b = new { c = new[] { read } } } }, RequestJson.Options));
    }

    [Fact]
    public void What_may_be_null_or_left_out_may() =>
        Assert.Equal(new CreatePrompt("a", null), JsonSerializer.Deserialize<CreatePrompt>("{\"key\":\"a\"}", RequestJson.Options));

    [Fact]
    public void Writing_refuses_nothing() =>
        Assert.Contains("null", JsonSerializer.Serialize(new CreatePrompt(null!, null), RequestJson.Options), StringComparison.Ordinal);

    private static void Refused<T>(string json, string path, string field)
    {
        var fault = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<T>(json, RequestJson.Options));
        Assert.Equal((path, field), (fault.Path, (fault as FieldException)?.Field ?? ""));
    }
}
