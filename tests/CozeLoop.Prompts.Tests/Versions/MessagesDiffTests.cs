using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Chat;
using CozeLoop.Prompts.Versions;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Prompts.Tests.Versions;

public class MessagesDiffTests
{
    [Fact]
    public void Only_the_changed_word_is_marked() => Assert.Equal(
        [new DiffRun("same", "Answer in one "), new DiffRun("removed", "long"), new DiffRun("added", "short"), new DiffRun("same", " sentence.")],
        MessagesDiff.Words("Answer in one long sentence.", "Answer in one short sentence."));

    [Fact]
    public void Chinese_is_compared_by_character() => Assert.Equal(
        [new DiffRun("same", "请用"), new DiffRun("removed", "一"), new DiffRun("added", "两"), new DiffRun("same", "句话回答")],
        MessagesDiff.Words("请用一句话回答", "请用两句话回答"));

    [Fact]
    public void Runs_join_to_both_texts()
    {
        var texts = Gen.Elements("a", "b", " ", "\n", ".", "word", "文", "😀", "e\u0301", "\ud83d").ListOf().Select(string.Concat);
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(texts.Zip(texts)), pair =>
        {
            var runs = MessagesDiff.Words(pair.Item1, pair.Item2);
            Assert.Equal(pair.Item1, string.Concat(runs.Where(r => r.Change != "added").Select(r => r.Text)));
            Assert.Equal(pair.Item2, string.Concat(runs.Where(r => r.Change != "removed").Select(r => r.Text)));
            Assert.All(runs, run => Assert.NotEmpty(run.Text));
        }));
    }

    [Fact]
    public void Equal_texts_are_one_run() => Assert.Equal([new DiffRun("same", "as it was")], MessagesDiff.Words("as it was", "as it was"));

    [Fact]
    public void A_message_more_is_added_and_another_role_is_not_compared()
    {
        var diff = MessagesDiff.Between([new("system", "Be kind."), new("user", "Hi")], [new("system", "Be kind."), new("assistant", "Hi"), new("user", "Bye")]);
        Assert.Equal([("system", "same"), ("user", "removed"), ("assistant", "added"), ("user", "added")], diff.Select(m => (m.Role, Assert.Single(m.Runs).Change)));
    }

    [Fact]
    public void Tool_calls_are_part_of_the_text()
    {
        ChatMessage With(string arguments) => new("assistant", null) { ToolCalls = [new ChatToolCall("1", "find", arguments)] };
        Assert.Contains(Assert.Single(MessagesDiff.Between([With("{\"id\":1}")], [With("{\"id\":2}")])).Runs, run => run == new DiffRun("added", "2"));
    }
}
