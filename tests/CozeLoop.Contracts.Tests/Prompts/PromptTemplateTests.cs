using CozeLoop.Chat;
using CozeLoop.Contracts.Prompts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Contracts.Tests.Prompts;

public class PromptTemplateTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["a"] = "1",
        ["b"] = "{{a}}",
        ["city.name"] = "深圳",
        ["empty"] = "",
    };

    [Theory]
    [InlineData("Hi {{a}}, {{ a }}!", "Hi 1, 1!")]
    [InlineData("{{\n city.name\t}}", "深圳")]
    [InlineData("[{{empty}}]", "[]")]
    [InlineData("{{{a}}}", "{1}")]
    [InlineData("no holes: {a} {{ }} {{1}} {{a", "no holes: {a} {{ }} {{1}} {{a")]
    [InlineData("{\"json\":{\"x\":1}}", "{\"json\":{\"x\":1}}")]
    [InlineData("", "")]
    public void Holes_are_filled_and_everything_else_is_text(string template, string expected) =>
        Assert.Equal(new RenderResult.Rendered(expected), PromptTemplate.Parse(template).Render(Values));

    [Fact]
    public void A_value_is_never_read_as_a_template_again() =>
        Assert.Equal(new RenderResult.Rendered("{{a}}"), PromptTemplate.Parse("{{b}}").Render(Values));

    [Theory]
    [InlineData(@"\{{a}}", "{{a}}")]
    [InlineData(@"\\{{a}}", @"\1")]
    [InlineData(@"\\\{{a}}", @"\{{a}}")]
    [InlineData(@"C:\dir \{ \{{ a }}", @"C:\dir \{ {{ a }}")]
    public void A_backslash_before_a_hole_escapes_it_and_is_text_elsewhere(string template, string expected) =>
        Assert.Equal(new RenderResult.Rendered(expected), PromptTemplate.Parse(template).Render(Values));

    [Fact]
    public void Every_variable_without_a_value_is_named_once_in_order()
    {
        var result = PromptTemplate.Parse("{{z}} {{a}} {{y}} {{z}}").Render(Values);
        Assert.Equal(["z", "y"], Assert.IsType<RenderResult.UnknownVariables>(result).Names);
    }

    [Fact]
    public void Parts_are_literals_and_holes_in_order() =>
        Assert.Equal(
            [new TemplatePart.Literal("Hi "), new TemplatePart.Hole("a"), new TemplatePart.Hole("b"), new TemplatePart.Literal(@"!{{c}}")],
            PromptTemplate.Parse(@"Hi {{a}}{{ b }}!\{{c}}").Parts
        );

    [Fact]
    public void Escaped_text_renders_itself_and_has_no_holes()
    {
        // Texts of the characters that matter, so that holes and backslash runs are frequent.
        var texts = Gen.Elements("{", "}", "{{", "}}", "\\", "a", "b1", " ", "{{a}}", "文").ListOf().Select(string.Concat);
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Arb.From(texts),
                text =>
                {
                    var template = PromptTemplate.Parse(PromptTemplate.Escape(text));
                    Assert.Empty(template.Variables);
                    Assert.Equal(new RenderResult.Rendered(text), template.Render(new Dictionary<string, string>()));
                }
            )
        );
    }

    [Fact]
    public void A_long_hostile_template_is_read_in_linear_time()
    {
        string hostile = string.Concat(Enumerable.Repeat("{{ a ", 200_000)) + new string('\\', 200_000);
        Assert.Equal([new TemplatePart.Literal(hostile)], PromptTemplate.Parse(hostile).Parts);
    }

    [Fact]
    public void Messages_keep_what_is_no_text_and_list_the_unknown_over_all_of_them()
    {
        ChatMessage call = new("assistant", null) { ToolCalls = [new ChatToolCall("1", "find", "{{a}}")] };
        var rendered = MessageTemplates.Render([new("system", "Shop {{a}}"), call], Values);
        Assert.Equal("Shop 1", rendered.Messages[0].Content);
        Assert.Same(call, rendered.Messages[1]);
        Assert.Equal(["x", "y"], MessageTemplates.Render([new("system", "{{x}}"), new("user", "{{y}}{{x}}")], Values).UnknownVariables);
    }

    [Fact]
    public void A_short_template_cannot_make_a_text_without_end()
    {
        var variables = new Dictionary<string, string> { ["x"] = new('a', 1 << 20) };
        string template = string.Concat(Enumerable.Repeat("{{x}}", 100_000));
        Assert.Equal(new RenderResult.TooLong(100_000L << 20), PromptTemplate.Parse(template).Render(variables));
        Assert.True(MessageTemplates.Render([.. Enumerable.Repeat(new ChatMessage("user", "{{x}}"), 9)], variables).TooLong);
        Assert.False(MessageTemplates.Render([.. Enumerable.Repeat(new ChatMessage("user", "{{x}}"), 8)], variables).TooLong);
    }
}
