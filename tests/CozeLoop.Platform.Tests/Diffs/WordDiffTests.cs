using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Diffs;
using FsCheck;
using FsCheck.Fluent;

namespace CozeLoop.Platform.Tests.Diffs;

public class WordDiffTests
{
    [Fact]
    public void Only_the_changed_word_is_marked() =>
        Assert.Equal(
            [
                new DiffRun("same", "Answer in one "),
                new DiffRun("removed", "long"),
                new DiffRun("added", "short"),
                new DiffRun("same", " sentence."),
            ],
            WordDiff.Of("Answer in one long sentence.", "Answer in one short sentence.")
        );

    [Fact]
    public void Chinese_is_compared_by_character() =>
        Assert.Equal(
            [new DiffRun("same", "请用"), new DiffRun("removed", "一"), new DiffRun("added", "两"), new DiffRun("same", "句话回答")],
            WordDiff.Of("请用一句话回答", "请用两句话回答")
        );

    [Fact]
    public void Runs_join_to_both_texts()
    {
        var texts = Gen.Elements("a", "b", " ", "\n", ".", "word", "文", "😀", "e\u0301", "\ud83d").ListOf().Select(string.Concat);
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Arb.From(texts.Zip(texts)),
                pair =>
                {
                    var runs = WordDiff.Of(pair.Item1, pair.Item2);
                    Assert.Equal(pair.Item1, string.Concat(runs.Where(r => r.Change != "added").Select(r => r.Text)));
                    Assert.Equal(pair.Item2, string.Concat(runs.Where(r => r.Change != "removed").Select(r => r.Text)));
                    Assert.All(runs, run => Assert.NotEmpty(run.Text));
                }
            )
        );
    }

    [Fact]
    public void Equal_texts_are_one_run() => Assert.Equal([new DiffRun("same", "as it was")], WordDiff.Of("as it was", "as it was"));

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("")]
    public void Texts_of_a_megabyte_that_have_nothing_in_common_cost_no_more_than_to_read(string between)
    {
        string older = string.Join(between, Enumerable.Range(0, 200_000).Select(i => $"a{i}")),
            newer = string.Join(between, Enumerable.Range(0, 200_000).Select(i => $"b{i}"));
        long before = GC.GetTotalAllocatedBytes();
        Assert.Equal([new DiffRun("removed", older), new DiffRun("added", newer)], WordDiff.Of(older, newer));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 500L << 20);
    }

    [Fact]
    public void Of_long_texts_the_words_of_changed_lines_are_compared()
    {
        string[] lines = [.. Enumerable.Range(0, 3000).Select(i => $"line {i} is as it was")];
        string older = string.Join('\n', lines);
        lines[1500] = "line 1500 is not as it was";
        Assert.Equal(
            [("added", "not ")],
            WordDiff.Of(older, string.Join('\n', lines)).Where(r => r.Change != "same").Select(r => (r.Change, r.Text))
        );
    }
}
