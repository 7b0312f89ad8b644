using CozeLoop.Chat;
using CozeLoop.Evaluation.Judging;
using CozeLoop.Evaluation.Kinds;
using Xunit;

namespace CozeLoop.Evaluation.Tests.Judging;

public sealed class JudgePromptTests
{
    private static readonly Judge Judge = new()
    {
        Messages = [new("system", "You judge."), new("user", "{{history}}\n---\n{{answer}}")],
        Connection = "c",
        Model = "m",
    };

    [Fact]
    public void The_judge_is_not_shown_the_system_prompt_because_it_would_give_the_arm_away()
    {
        var history = new ChatMessage[]
        {
            new("system", "SECRET ARM B"),
            new("developer", "SECRET TOO"),
            new("user", "Where is it?"),
            new("assistant", null) { ToolCalls = [new("1", "find", "{}")] },
            new("tool", "in Lyon"),
        };
        string text = string.Join(
            '\n',
            JudgePrompt.Messages(Judge, new Subject(history, new ChatMessage("assistant", "In Lyon."), null))!.Select(m => m.Content)
        );
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        Assert.Contains("user: Where is it?\nassistant: [calls find({})]\ntool: in Lyon\n---\nIn Lyon.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_looks_like_a_template_is_shown_as_it_is()
    {
        string text = JudgePrompt
            .Messages(Judge, new Subject([new("user", "Q {{answer}}")], new ChatMessage("assistant", "{{history}}"), null))![1]
            .Content!;
        Assert.StartsWith("user: Q {{answer}}\n---\n{{history}}\n\nReply with one JSON object", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_form_of_the_verdict_follows_the_scale()
    {
        var subject = new Subject([], new ChatMessage("assistant", "A"), null);
        Assert.Contains("\"pass\"", JudgePrompt.Messages(Judge, subject)![^1].Content, StringComparison.Ordinal);
        Assert.Contains("\"score\"", JudgePrompt.Messages(Judge with { Scale = "1-5" }, subject)![^1].Content, StringComparison.Ordinal);
    }
}
