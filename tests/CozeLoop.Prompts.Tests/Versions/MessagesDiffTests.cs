using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Prompts.Versions;
using Xunit;

namespace CozeLoop.Prompts.Tests.Versions;

public class MessagesDiffTests
{
    [Fact]
    public void A_message_more_is_added_and_another_role_is_not_compared()
    {
        var diff = MessagesDiff.Between(
            [new("system", "Be kind."), new("user", "Hi")],
            [new("system", "Be kind."), new("assistant", "Hi"), new("user", "Bye")]
        );
        Assert.Equal(
            [("system", "same"), ("user", "removed"), ("assistant", "added"), ("user", "added")],
            diff.Select(m => (m.Role, Assert.Single(m.Runs).Change))
        );
    }

    [Fact]
    public void Of_many_long_messages_the_first_are_compared_by_words_and_the_rest_is_taken_away_and_put_in_place()
    {
        ChatMessage[] Messages(string word) =>
            [
                .. Enumerable
                    .Range(0, 300)
                    .Select(_ => new ChatMessage("user", string.Join(' ', Enumerable.Range(0, 1900).Select(n => $"{word}{n}")))),
            ];
        var (older, newer) = (Messages("a"), Messages("b"));
        var diff = MessagesDiff.Between(older, newer);
        Assert.Equal(300, diff.Count);
        Assert.True(diff[0].Runs.Count > 1000);
        Assert.Equal([new DiffRun("removed", older[^1].Content!), new DiffRun("added", newer[^1].Content!)], diff[^1].Runs);
        Assert.InRange(diff.Sum(message => message.Runs.Count), 0, 100_000);
    }

    [Fact]
    public void Tool_calls_are_part_of_the_text()
    {
        ChatMessage With(string arguments) => new("assistant", null) { ToolCalls = [new ChatToolCall("1", "find", arguments)] };
        Assert.Contains(
            Assert.Single(MessagesDiff.Between([With("{\"id\":1}")], [With("{\"id\":2}")])).Runs,
            run => run == new DiffRun("added", "2")
        );
    }
}
