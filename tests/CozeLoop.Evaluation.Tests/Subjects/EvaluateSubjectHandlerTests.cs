using CozeLoop.Contracts.Api;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Evaluation.Tests.Subjects;

public sealed class EvaluateSubjectHandlerTests
{
    private static readonly EvaluatorRef Short = new("at-most-20-words", 1);

    [Fact]
    public async Task An_answer_is_scored_once_however_often_its_message_comes()
    {
        await using var evaluation = await EvaluationUnderTest.StartAsync();
        var judge = await evaluation.JudgeAsync();
        var message = EvaluationUnderTest.Subject("s1", Short, judge);
        await evaluation.PublishAsync(message);
        var scores = await evaluation.ScoresAsync(2);
        var fact = Assert.Single(await evaluation.FactsAsync(1));
        await evaluation.PublishAsync(message);
        var again = Assert.Single(await evaluation.FactsAsync(1));

        Assert.Equal(
            [("at-most-20-words", 1.0, "check"), ("kind", 1.0, "judge")],
            scores.Select(s => (s.Name, s.Value!.Value, s.Source)).Order()
        );
        Assert.All(scores, s => Assert.Equal(("trace-1", "span-1", "boolean"), (s.TraceId, s.SpanId, s.DataType)));
        Assert.Equal(("s1", "run-1"), (fact.SubjectId, fact.RunId));
        Assert.Equal(fact.Results.OrderBy(r => r.Key), again.Results.OrderBy(r => r.Key));
        Assert.Single(evaluation.Calls);
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s2", Short));
        Assert.Equal("at-most-20-words", Assert.Single(await evaluation.ScoresAsync(1)).Name); // nothing of s1 came in between
    }

    [Fact]
    public async Task A_judge_is_shown_the_message_and_never_the_arm()
    {
        await using var evaluation = await EvaluationUnderTest.StartAsync();
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s1", await evaluation.JudgeAsync()));
        await evaluation.FactsAsync(1);
        var call = Assert.Single(evaluation.Calls);
        string seen = string.Join('\n', call.Messages.Select(m => m.Content));
        Assert.Matches(
            "^<history-\\w+>\nuser: Where is it\\?\n</history-\\w+>\n<answer-\\w+>\nIn Lyon.\n</answer-\\w+>\n\nText between",
            seen
        );
        Assert.DoesNotContain("ARM B", seen, StringComparison.Ordinal);
        Assert.Equal(("evaluation", null, "run-1"), (call.Span.Environment, call.Span.Arm, call.Span.RunId));
    }

    [Fact]
    public async Task A_judge_that_is_away_is_waited_for_through_a_restart_and_makes_no_score_meanwhile()
    {
        await using var evaluation = await EvaluationUnderTest.StartAsync();
        var judge = await evaluation.JudgeAsync();
        evaluation.Model = _ => EvaluationUnderTest.Fails("unreachable", retryable: true);
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s1", judge, Short));
        Assert.Equal("at-most-20-words", Assert.Single(await evaluation.ScoresAsync(1)).Name);
        await Eventually.Async(() => !evaluation.Calls.IsEmpty);
        await evaluation.Host.RestartAsync();
        evaluation.Model = _ => EvaluationUnderTest.Says("""{"pass":false}""");
        // Stopped after writing that it waits and before the acknowledgement, the subject comes twice, and its fact too: queues promise at
        // least once.
        var facts = await evaluation.FactsAsync(1);
        Assert.NotEmpty(facts);
        Assert.All(
            facts,
            fact => Assert.Equal([("at-most-20-words", 1.0), ("kind", 0.0)], fact.Results.Select(r => (r.Key, r.Value!.Value)).Order())
        );
        Assert.Equal(("kind", 0.0), (await evaluation.ScoresAsync(1)).Select(s => (s.Name, s.Value!.Value)).Single());
    }

    [Fact]
    public async Task When_patience_ends_the_judges_result_is_missing_with_its_cause()
    {
        await using var evaluation = await EvaluationUnderTest.StartAsync(("Evaluation:JudgePatience", "00:00:00"));
        evaluation.Model = _ => EvaluationUnderTest.Fails("unreachable", retryable: true);
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s1", await evaluation.JudgeAsync(scale: "1-5")));
        var result = Assert.Single(Assert.Single(await evaluation.FactsAsync(1)).Results);
        Assert.Equal((null, "judge_unreachable", false), (result.Value, result.Cause, result.Binary));
        Assert.Single(evaluation.Calls);
    }

    [Theory]
    [InlineData("unauthorized", "judge_unauthorized")]
    [InlineData(null, "judge_invalid")]
    public async Task A_judge_that_cannot_judge_makes_a_missing_result_and_no_score(string? failure, string cause)
    {
        await using var evaluation = await EvaluationUnderTest.StartAsync();
        evaluation.Model = _ =>
            failure is null ? EvaluationUnderTest.Says("Looks good to me!") : EvaluationUnderTest.Fails(failure, retryable: false);
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s1", await evaluation.JudgeAsync(), Short));
        var results = Assert.Single(await evaluation.FactsAsync(1)).Results;
        Assert.Equal((null, cause), results.Where(r => r.Key == "kind").Select(r => (r.Value, r.Cause)).Single());
        Assert.Equal("at-most-20-words", Assert.Single(await evaluation.ScoresAsync(1)).Name);
    }

    [Fact]
    public async Task An_evaluator_that_does_not_exist_is_a_missing_result()
    {
        await using var evaluation = await EvaluationUnderTest.StartAsync();
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s1", new EvaluatorRef("at-most-20-words", 9)));
        var result = Assert.Single(Assert.Single(await evaluation.FactsAsync(1)).Results);
        Assert.Equal((null, "evaluator_not_found", 9), (result.Value, result.Cause, result.Version));
    }

    [Fact]
    public async Task A_score_from_one_to_five_is_a_number_and_not_a_pass()
    {
        await using var evaluation = await EvaluationUnderTest.StartAsync();
        evaluation.Model = _ => EvaluationUnderTest.Says("""{"score":4,"reason":"good"}""");
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s1", await evaluation.JudgeAsync(scale: "1-5")));
        var result = Assert.Single(Assert.Single(await evaluation.FactsAsync(1)).Results);
        Assert.Equal((4, "4", false, 0.001m), (result.Value, result.Label, result.Binary, result.CostUsd));
        Assert.Equal("numeric", Assert.Single(await evaluation.ScoresAsync(1)).DataType);
    }

    [Fact]
    public async Task A_reply_that_is_no_verdict_is_asked_once_more_with_what_was_wrong_and_both_calls_are_paid()
    {
        await using var evaluation = await EvaluationUnderTest.StartAsync();
        evaluation.Model = call =>
            call.Messages.Count == 1
                ? EvaluationUnderTest.Says("Looks good to me!")
                : EvaluationUnderTest.Says("""<think>Oh.</think>{"pass":true,"reason":"fits"}""");
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s1", await evaluation.JudgeAsync()));
        var result = Assert.Single(Assert.Single(await evaluation.FactsAsync(1)).Results);
        Assert.Equal((1, "fits", 0.002m), (result.Value, result.Reason, result.CostUsd));
        var calls = evaluation.Calls.ToArray();
        Assert.Equal(2, calls.Length);
        Assert.Equal(["user", "assistant", "user"], calls[1].Messages.Select(m => m.Role));
        Assert.Equal("Looks good to me!", calls[1].Messages[1].Content);
        Assert.Equal(calls[0].Span.TraceId, calls[1].Span.TraceId);
        Assert.NotEqual(calls[0].Span.SpanId, calls[1].Span.SpanId);
        Assert.Equal(calls[1].Span.SpanId, result.Span!.SpanId);
    }

    [Fact]
    public async Task A_second_reply_that_is_no_verdict_is_missing_and_both_are_paid()
    {
        await using var evaluation = await EvaluationUnderTest.StartAsync();
        evaluation.Model = _ => EvaluationUnderTest.Says("Looks good to me!");
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s1", await evaluation.JudgeAsync()));
        var result = Assert.Single(Assert.Single(await evaluation.FactsAsync(1)).Results);
        Assert.Equal((null, "judge_invalid", 0.002m), (result.Value, result.Cause, result.CostUsd));
        Assert.Equal(2, evaluation.Calls.Count);
    }
}
