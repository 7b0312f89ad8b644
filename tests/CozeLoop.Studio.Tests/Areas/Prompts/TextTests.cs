using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Prompts;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Prompts;

public class TextTests
{
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
