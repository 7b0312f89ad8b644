using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Prompts;
using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Prompts;

public class TextTests
{
    [Theory]
    [InlineData("Hi {{ name }}, it is {{now}}.", "{{ name }}|{{now}}")]
    [InlineData(@"\{{name}} is text, \\{{name}} is a variable", "{{name}}")]
    [InlineData("{{ }} {{1}} {{a", "")]
    [InlineData("", "")]
    public void A_template_is_cut_at_its_variables_and_loses_nothing(string text, string variables)
    {
        var pieces = TemplateText.Cut(text);
        Assert.Equal(text, string.Concat(pieces.Select(p => p.Text)));
        Assert.Equal(variables, string.Join('|', pieces.Where(p => p.IsVariable).Select(p => p.Text)));
    }

    [Fact]
    public void Lines_of_a_diff_are_numbered_as_in_the_new_text()
    {
        var lines = DiffLines.Of([
            new DiffRun("same", "one\ntwo "),
            new DiffRun("added", "and more\nthree"),
            new DiffRun("same", "\n"),
            new DiffRun("removed", "gone"),
            new DiffRun("same", "\nlast"),
        ]);
        Assert.Equal([1, 2, 3, null, 4], lines.Select(l => l.Number));
        Assert.Equal(["same:two ", "added:and more"], lines[1].Runs.Select(r => $"{r.Change}:{r.Text}"));
    }
}
