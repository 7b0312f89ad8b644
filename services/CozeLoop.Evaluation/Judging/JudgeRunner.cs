using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Evaluation.Kinds;
using CozeLoop.Platform.Web;

namespace CozeLoop.Evaluation.Judging;

/// <summary>Asks a judge through Models, in a trace of its own; a reply that cannot be read is asked once more.</summary>
internal sealed class JudgeRunner(ServiceCalls calls)
{
    private const string Environment = "evaluation";

    /// <exception cref="HttpRequestException">Models cannot be reached.</exception>
    /// <exception cref="ApiException">Models failed (5xx).</exception>
    public async Task<Judgement> AskAsync(Judge judge, Subject subject, JudgeCase about, CancellationToken ct)
    {
        if (judge.NeedsReference && subject.Reference is null)
            return new Judgement(Verdict.Missing(ScoringCauses.NoReference));
        var material = Material.Of(subject);
        if (JudgePrompt.Messages(judge, material) is not { } messages)
            return new Judgement(Verdict.Missing("too_long", "The judge's instructions with the conversation in them would be too long."));
        var first = await CallAsync(judge, messages, about, isAgain: false, ct);
        if (first.Call is not { Failure: null } answered)
            return first;
        var reading = JudgeVerdict.Read(answered.Message?.Content, judge.IsBinary, material);
        if (reading.Verdict is { } verdict)
            return first with { Verdict = verdict };
        var asked = JudgePrompt.Again(judge, messages, answered.Message?.Content, reading.Fault!);
        var second = await CallAsync(judge, asked, about, isAgain: true, ct);
        second = second with { CostUsd = Sum(first.CostUsd, second.CostUsd), Simulated = first.Simulated || second.Simulated };
        return second.Call is { Failure: null } again
            ? second with
            {
                Verdict = VerdictOf(again.Message?.Content, judge, material),
            }
            : second;
    }

    private async Task<Judgement> CallAsync(
        Judge judge,
        IReadOnlyList<ChatMessage> messages,
        JudgeCase about,
        bool isAgain,
        CancellationToken ct
    )
    {
        string[] parts = ["evaluation", .. about.SpanParts];
        var span = new SpanRef(Ids.TraceId(parts), Ids.SpanId(isAgain ? [.. parts, "again"] : parts));
        string name = $"judge {about.Key}@{about.Version}{(isAgain ? " again" : "")}";
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
            Span = new SpanContextInfo(span.TraceId, span.SpanId, null, name, Environment) { RunId = about.RunId },
        };
        try
        {
            var result = await new ModelsClient(calls.For("models", about.Workspace, about.Actor)).CallAsync(call, ct);
            var verdict = result.Failure is { } failure ? Verdict.Missing("judge_" + failure.Cause, failure.Message) : default;
            return new Judgement(verdict)
            {
                Span = span,
                Call = result,
                CostUsd = result.CostUsd,
                Simulated = result.Simulated,
            };
        }
        catch (ApiException e) when (e.Status is >= 400 and < 500)
        {
            return new Judgement(Verdict.Missing("judge_" + e.Code, e.Message));
        }
    }

    private static Verdict VerdictOf(string? reply, Judge judge, Material material)
    {
        var reading = JudgeVerdict.Read(reply, judge.IsBinary, material);
        return reading.Verdict
            ?? Verdict.Missing(
                ScoringCauses.JudgeInvalid,
                $"The judge was asked twice and gave no verdict. {reading.Fault} It said: {Shorten(reply)}"
            );
    }

    private static decimal? Sum(decimal? one, decimal? other) => one is null && other is null ? null : (one ?? 0) + (other ?? 0);

    private static string Shorten(string? text) =>
        text is null ? "(nothing)"
        : text.Length <= 200 ? text
        : text[..200] + "…";
}

/// <summary>For whom a judge is asked.</summary>
/// <param name="Actor">Who asks.</param>
/// <param name="Key">Of the evaluator.</param>
/// <param name="SpanParts">What makes this judgement one: the same parts replace its spans instead of adding some.</param>
internal sealed record JudgeCase(long Workspace, string Actor, string Key, int Version, string? RunId, IReadOnlyList<string> SpanParts);

internal sealed record Judgement(Verdict Verdict)
{
    /// <summary>The call that decided; null where nothing was asked.</summary>
    public SpanRef? Span { get; init; }

    /// <summary>Its result; null where nothing was asked.</summary>
    public ModelCallResult? Call { get; init; }

    /// <summary>Of all calls that it took.</summary>
    public decimal? CostUsd { get; init; }
    public bool Simulated { get; init; }

    /// <summary>The judge may answer later: what is missing now is not a result yet.</summary>
    public ModelCallFailure? FaultForNow => Call?.Failure is { Retryable: true } failure ? failure : null;
}
