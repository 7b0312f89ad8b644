using CozeLoop.Contracts.Prompts;
using CozeLoop.Experiments.Replays.Recovery;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Experiments.Tests.Replays.Recovery;

public sealed class TemplateAlignmentTests
{
    [Theory]
    [InlineData("Hi {{a}}, {{b}}!", "Hi x, y, z!", 2)]
    [InlineData("{{a}}-{{b}}|{{a}}", "1-2-3|1", 1)]
    [InlineData("{{a}}{{b}}", "xy", 3)]
    [InlineData("{{a}}{{b}} {{a}}", "xy x", 1)]
    [InlineData("plain", "plain", 1)]
    [InlineData("plain", "plainer", 0)]
    [InlineData("{{a}} end", "no", 0)]
    [InlineData("{{a}}", "", 1)]
    [InlineData("", "", 1)]
    [InlineData("", "x", 0)]
    public void Parses_are_counted(string template, string text, int parses)
    {
        var alignment = TemplateAlignment.Align(PromptTemplate.Parse(template).Parts, text, parses: 100);
        Assert.Equal(parses, alignment.Parses.Count);
        Assert.True(alignment.Complete);
    }

    [Fact]
    public void Two_parses_are_enough_to_call_a_text_ambiguous()
    {
        var alignment = TemplateAlignment.Align(PromptTemplate.Parse("{{a}}{{b}}").Parts, "xyz");
        Assert.Equal(2, alignment.Parses.Count);
        Assert.False(alignment.IsUnique);
    }

    [Fact]
    public void A_search_that_meets_its_limit_claims_nothing()
    {
        string template = string.Concat(Enumerable.Range(0, 12).Select(i => "{{a" + i + "}}x")) + "{{a0}}!";
        var alignment = TemplateAlignment.Align(PromptTemplate.Parse(template).Parts, new string('x', 60) + "y!");
        Assert.False(alignment.IsUnique);
    }

    private static readonly Gen<string> Template = Gen.Elements("{{a}}", "{{b}}", "{{c}}", "x", "y", "xy", ", ")
        .ArrayOf()
        .Where(p => p.Length is > 0 and < 6)
        .Select(string.Concat);
    private static readonly Gen<string> Text = Gen.Elements("x", "y", ",", " ").ArrayOf().Where(p => p.Length < 8).Select(string.Concat);

    [Fact]
    public void Every_parse_renders_the_text_again_and_their_number_is_that_of_brute_force() =>
        Prop.ForAll(
                (from template in Template from text in Text select (template, text)).ToArbitrary(),
                t =>
                {
                    var template = PromptTemplate.Parse(t.template);
                    var alignment = TemplateAlignment.Align(template.Parts, t.text, parses: 10_000);
                    return alignment.Parses.All(p => template.Render(p) is RenderResult.Rendered r && r.Text == t.text)
                        && alignment.Parses.Count == BruteForce(template, t.text);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_rendered_template_is_always_recovered_among_the_parses() =>
        Prop.ForAll(
                (from template in Template from a in Text from b in Text from c in Text select (template, a, b, c)).ToArbitrary(),
                t =>
                {
                    var template = PromptTemplate.Parse(t.template);
                    var variables = new Dictionary<string, string>
                    {
                        ["a"] = t.a,
                        ["b"] = t.b,
                        ["c"] = t.c,
                    };
                    string text = ((RenderResult.Rendered)template.Render(variables)).Text;
                    var alignment = TemplateAlignment.Align(template.Parts, text, parses: 10_000);
                    return !alignment.Complete || alignment.Parses.Any(p => p.All(v => variables[v.Key] == v.Value));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    /// <summary>Tries every assignment of substrings to the names.</summary>
    private static int BruteForce(PromptTemplate template, string text)
    {
        string[] pieces =
        [
            .. Enumerable
                .Range(0, text.Length + 1)
                .SelectMany(i => Enumerable.Range(0, text.Length - i + 1).Select(n => text.Substring(i, n)))
                .Distinct(),
        ];
        return Assignments(template.Variables, pieces).Count(v => template.Render(v) is RenderResult.Rendered r && r.Text == text);
    }

    private static IEnumerable<Dictionary<string, string>> Assignments(IReadOnlyList<string> names, string[] pieces) =>
        names.Aggregate<string, IEnumerable<Dictionary<string, string>>>(
            [
                [],
            ],
            (all, name) => all.SelectMany(v => pieces.Select(p => new Dictionary<string, string>(v) { [name] = p }))
        );
}
