using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Evaluation.Kinds;
using CozeLoop.Platform.Web;

namespace CozeLoop.Evaluation.Judging;

/// <summary>Asks a judge through Models, in a trace of its own.</summary>
internal sealed class JudgeRunner(ServiceCalls calls)
{
    private const string Environment = "evaluation";

    /// <exception cref="HttpRequestException">Models cannot be reached.</exception>
    /// <exception cref="ApiException">Models failed (5xx).</exception>
    /// <param name="spanParts">What makes this judgement one: the same parts replace the span instead of adding one.</param>
    public async Task<Judgement> AskAsync(
        Judge judge,
        Subject subject,
        long workspace,
        string actor,
        string key,
        int version,
        string? runId,
        string[] spanParts,
        CancellationToken ct
    )
    {
        if (judge.NeedsReference && subject.Reference is null)
            return new Judgement(Verdict.Missing(ScoringCauses.NoReference), null, null);
        if (JudgePrompt.Messages(judge, subject) is not { } messages)
        {
            return new Judgement(
                Verdict.Missing("too_long", "The judge's instructions with the conversation in them would be too long."),
                null,
                null
            );
        }
        var span = new SpanRef(Ids.TraceId(["evaluation", .. spanParts]), Ids.SpanId(["evaluation", .. spanParts]));
        var call = new ModelCallRequest
        {
            Connection = judge.Connection,
            Model = judge.Model,
            Messages = messages,
            Parameters = new ChatParameters
            {
                Temperature = judge.Temperature,
                MaxTokens = judge.MaxTokens,
                ResponseFormat = judge.Structured ? JudgePrompt.Schema(judge.IsBinary) : null,
            },
            Span = new SpanContextInfo(span.TraceId, span.SpanId, null, $"judge {key}@{version}", Environment) { RunId = runId },
        };
        try
        {
            var result = await new ModelsClient(calls.For("models", workspace, actor)).CallAsync(call, ct);
            return new Judgement(Read(judge, result), span, result);
        }
        catch (ApiException e) when (e.Status is >= 400 and < 500)
        {
            return new Judgement(Verdict.Missing("judge_" + e.Code, e.Message), null, null);
        }
    }

    private static Verdict Read(Judge judge, ModelCallResult result) =>
        result.Failure is { } failure
            ? Verdict.Missing("judge_" + failure.Cause, failure.Message)
            : JudgeVerdict.Parse(result.Message?.Content, judge.IsBinary);
}

/// <param name="Call">Null where nothing was asked.</param>
internal sealed record Judgement(Verdict Verdict, SpanRef? Span, ModelCallResult? Call)
{
    /// <summary>The judge may answer later: what is missing now is not a result yet.</summary>
    public bool MayComeLater => Call?.Failure?.Retryable == true;
}
