using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Evaluation.Kinds;
using Xunit;
using static CozeLoop.Evaluation.Tests.Kinds.Subjects;

namespace CozeLoop.Evaluation.Tests.Kinds;

public sealed class CheckTests
{
    [Theory]
    [InlineData("{}", "Yes.", "Yes.", 1)]
    [InlineData("{}", "yes.", "Yes.", 0)]
    [InlineData("{}", " Yes.\n", "Yes.", 0)]
    [InlineData("""{"ignoreCase":true}""", "yes.", "Yes.", 1)]
    [InlineData("""{"trim":true}""", " Yes.\n", "Yes.", 1)]
    [InlineData("""{"expected":"No."}""", "No.", "Yes.", 1)]
    [InlineData("""{"expected":"No."}""", "Yes.", "Yes.", 0)]
    public void Exact_match_compares_with_what_is_expected_and_else_with_the_reference(
        string config,
        string answer,
        string reference,
        double value
    ) => Assert.Equal(value, Value("exactMatch", config, Said(answer), Said(reference)));

    [Fact]
    public void Exact_match_without_anything_to_compare_with_is_missing_and_not_zero()
    {
        var verdict = Check("exactMatch", "{}", Said("Yes."));
        Assert.Null(verdict.Value);
        Assert.Equal("no_reference", verdict.Cause);
    }

    [Fact]
    public void Exact_match_of_answers_without_text_looks_at_their_calls()
    {
        Assert.Equal(0, Value("exactMatch", "{}", Said(null, Call("cancel", """{"id":1}""")), Said(null, Call("cancel", """{"id":2}"""))));
        Assert.Equal(
            1,
            Value("exactMatch", "{}", Said(null, Call("cancel", """{"id":1}""")), Said("", Call("cancel", """{ "id" : 1 }""")))
        );
    }

    [Theory]
    [InlineData("""{"text":"refund"}""", "Your refund is on its way.", 1)]
    [InlineData("""{"text":"refund"}""", "Your REFUND is on its way.", 0)]
    [InlineData("""{"text":"refund","ignoreCase":true}""", "Your REFUND is on its way.", 1)]
    [InlineData("""{"texts":["refund","way"]}""", "Your refund is on its way.", 1)]
    [InlineData("""{"texts":["refund","today"]}""", "Your refund is on its way.", 0)]
    [InlineData("""{"texts":["refund","today"],"any":true}""", "Your refund is on its way.", 1)]
    [InlineData("""{"text":"退款"}""", "您的退款正在处理。", 1)]
    public void Contains_wants_all_texts_or_any(string config, string answer, double value) =>
        Assert.Equal(value, Value("contains", config, Said(answer)));

    [Theory]
    [InlineData("""{"pattern":"^\\d+$"}""", "42", 1)]
    [InlineData("""{"pattern":"^\\d+$"}""", "42.", 0)]
    [InlineData("""{"pattern":"yes","ignoreCase":true}""", "Yes", 1)]
    [InlineData("""{"pattern":"^(?!.*sorry).*$"}""", "sorry", 0)]
    [InlineData("""{"pattern":"^(?!.*sorry).*$"}""", "fine", 1)]
    public void A_regular_expression_matches_the_text(string config, string answer, double value) =>
        Assert.Equal(value, Value("regex", config, Said(answer)));

    [Fact]
    public void Json_is_json_however_deep_it_is() =>
        Assert.Equal(1, Value("jsonValid", "{}", Said(new string('[', 10_000) + new string(']', 10_000))));

    [Fact]
    public void A_pattern_that_explodes_does_so_in_linear_time() =>
        Assert.Equal(0, Value("regex", """{"pattern":"^(a+)+$"}""", Said(new string('a', 50_000) + "b")));

    [Fact]
    public void A_backtracking_pattern_that_explodes_is_given_up_and_missing()
    {
        var verdict = Check("regex", """{"pattern":"^(?=a)(a+)+$"}""", Said(new string('a', 60) + "b"));
        Assert.Null(verdict.Value);
        Assert.Equal("regex_timeout", verdict.Cause);
    }

    [Theory]
    [InlineData("{}", "[1,2]", 1)]
    [InlineData("{}", "```json\n{}\n```", 0)]
    [InlineData("{}", "", 0)]
    [InlineData("{}", "{\"a\":1} extra", 0)]
    [InlineData("""{"requiredFields":["a"]}""", "{\"a\":null}", 1)]
    [InlineData("""{"requiredFields":["a","b"]}""", "{\"a\":1}", 0)]
    [InlineData("""{"requiredFields":["a"]}""", "[\"a\"]", 0)]
    public void Json_is_valid_as_a_whole_and_has_its_fields(string config, string answer, double value) =>
        Assert.Equal(value, Value("jsonValid", config, Said(answer)));

    [Fact]
    public void Tool_calls_are_the_same_whatever_their_ids_and_the_spelling_of_their_arguments()
    {
        var reference = Said(null, Call("book", """{"seat":"A","n":1.0,"tags":["x"]}"""), Call("pay", ""));
        Assert.Equal(
            1,
            Value("toolCall", "{}", Said("ok", Call("book", """{"tags":["x"], "n":1, "seat":"\u0041"}"""), Call("pay", "{}")), reference)
        );
        Assert.Equal(
            0,
            Value("toolCall", "{}", Said(null, Call("pay", "{}"), Call("book", """{"seat":"A","n":1,"tags":["x"]}""")), reference)
        );
        Assert.Equal(
            1,
            Value(
                "toolCall",
                """{"ignoreOrder":true}""",
                Said(null, Call("pay", "{}"), Call("book", """{"seat":"A","n":1,"tags":["x"]}""")),
                reference
            )
        );
        Assert.Equal(
            0,
            Value("toolCall", """{"ignoreOrder":true}""", Said(null, Call("book", """{"seat":"A","n":1,"tags":["x"]}""")), reference)
        );
        Assert.Equal(
            0,
            Value("toolCall", "{}", Said(null, Call("book", """{"seat":"A","n":"1","tags":["x"]}"""), Call("pay", "{}")), reference)
        );
    }

    [Fact]
    public void No_calls_on_both_sides_are_the_same_calls_and_no_reference_is_missing()
    {
        Assert.Equal(1, Value("toolCall", "{}", Said("a"), Said("b")));
        Assert.Equal("no_reference", Check("toolCall", "{}", Said("a")).Cause);
    }

    [Fact]
    public void A_pattern_that_was_too_slow_for_several_answers_is_not_tried_on_the_rest()
    {
        var config = (CheckConfig)
            ((ConfigOutcome.Usable)EvaluatorConfig.Read("regex", JsonDocument.Parse("""{"pattern":"^(?=a)(a+)+$"}""").RootElement)).Config;
        var slow = new Subject([], Said(new string('a', 60) + "b"), null);
        for (int i = 0; i < 5; i++)
            Assert.Equal("regex_timeout", config.Check(slow).Cause);
        // This one would match at once.
        Assert.Equal("regex_timeout", config.Check(new Subject([], Said("a"), null)).Cause);
    }

    [Fact]
    public void A_pattern_is_not_tried_on_a_text_of_megabytes() =>
        Assert.Equal("text_too_long", Check("regex", """{"pattern":"a"}""", Said(new string('a', 1_000_001))).Cause);

    [Fact]
    public void Half_of_a_surrogate_pair_in_an_answer_is_an_answer()
    {
        const string half = "{\"\\ud83d\":\"\\udc00\"}";
        Assert.Equal(1, Value("jsonValid", """{"requiredFields":["\ufffd"]}""", Said(half)));
        Assert.Equal(0, Value("jsonValid", """{"requiredFields":["a"]}""", Said(half)));
        Assert.Equal(CanonicalJson.Of("{\"\ufffd\":\"\ufffd\"}"), CanonicalJson.Of(half));
    }
}
