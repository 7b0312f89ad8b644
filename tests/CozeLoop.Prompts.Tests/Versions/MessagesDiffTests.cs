using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Chat;
using CozeLoop.Prompts.Versions;
using Xunit;

namespace CozeLoop.Prompts.Tests.Versions;

public class MessagesDiffTests
{
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
