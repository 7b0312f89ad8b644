using System.Collections.Concurrent;
using CozeLoop.Contracts.Api;
using CozeLoop.Evaluation.Judging;
using CozeLoop.Evaluation.Kinds;

namespace CozeLoop.Evaluation.Subjects;

/// <summary>Scores one answer by one evaluator version.</summary>
internal sealed class Scorer(JudgeRunner judges)
{
    // Versions never change, so their parsed settings (and compiled patterns) may be kept; the bound keeps a hostile number of versions
    // from growing it.
    private const int MaxParsed = 1000;
    private readonly ConcurrentDictionary<(long, string, int), EvaluatorConfig> _parsed = new();

    /// <param name="subjectId">Business key of the answer: the same one again replaces the judge's span.</param>
    public async Task<Scored> ScoreAsync(
        Subject subject,
        string key,
        EvaluatorVersion version,
        long workspace,
        string actor,
        string? runId,
        string subjectId,
        CancellationToken ct
    )
    {
        switch (Config(workspace, key, version))
        {
            case CheckConfig:
                return new Scored(Check(subject, workspace, key, version), null);
            case Judge judge:
                var about = new JudgeCase(
                    workspace,
                    actor,
                    key,
                    version.Version,
                    runId,
                    [Text(workspace), subjectId, key, Text(version.Version)]
                );
                var j = await judges.AskAsync(judge, subject, about, ct);
                var result = Result(key, version, j.Verdict) with
                {
                    Binary = judge.IsBinary,
                    Simulated = j.Simulated,
                    CostUsd = j.CostUsd,
                    Span = j.Span,
                };
                return new Scored(
                    judge.IsBinary ? result : result with { Label = result.Value is { } score ? Text((long)score) : null },
                    j.FaultForNow
                );
            default:
                throw new InvalidOperationException($"Evaluator {key} version {version.Version} has a kind that cannot be run.");
        }
    }

    /// <summary>By an evaluator that is no judge.</summary>
    public EvaluationResult Check(Subject subject, long workspace, string key, EvaluatorVersion version) =>
        Result(key, version, ((CheckConfig)Config(workspace, key, version)).Check(subject));

    /// <summary>What a judge gave no value for.</summary>
    public EvaluationResult Missing(long workspace, string key, EvaluatorVersion version, string cause, string reason) =>
        Result(key, version, Verdict.Missing(cause, reason)) with
        {
            Binary = Config(workspace, key, version) is not Judge { IsBinary: false },
        };

    /// <exception cref="InvalidOperationException">They cannot be read.</exception>
    public EvaluatorConfig Config(long workspace, string key, EvaluatorVersion version)
    {
        if (_parsed.TryGetValue((workspace, key, version.Version), out var known))
            return known;
        var outcome = EvaluatorConfig.Read(version.Kind, version.Config);
        if (outcome is not ConfigOutcome.Usable usable)
            throw new InvalidOperationException(
                $"Evaluator {key} version {version.Version} was committed with settings that cannot be read: {outcome}"
            );
        if (_parsed.Count >= MaxParsed)
            _parsed.Clear();
        return _parsed[(workspace, key, version.Version)] = usable.Config;
    }

    private static EvaluationResult Result(string key, EvaluatorVersion version, Verdict verdict) =>
        new(
            key,
            version.Version,
            version.Kind,
            verdict.Value,
            verdict.Value is { } value
                ? value > 0
                    ? "pass"
                    : "fail"
                : null,
            verdict.Reason,
            verdict.Cause
        );

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <param name="FaultForNow">Why the result is missing only for now; null where it stands.</param>
internal sealed record Scored(EvaluationResult Result, ModelCallFailure? FaultForNow);
