namespace CozeLoop.Contracts.Api;

/// <summary>
/// Why an evaluator gave no value, beside the <see cref="FailureCauses"/> of a judge: <see cref="EvaluationResult.Cause"/>.
/// </summary>
public static class ScoringCauses
{
    /// <summary>There is nothing to compare the answer with.</summary>
    public const string NoReference = "no_reference";

    /// <summary>The pattern took too long on the answer.</summary>
    public const string RegexTimeout = "regex_timeout";

    /// <summary>What the judge said is not a verdict.</summary>
    public const string JudgeInvalid = "judge_invalid";

    /// <summary>The judge could not be asked, and not because of its provider.</summary>
    public const string JudgeFailed = "judge_failed";
}
