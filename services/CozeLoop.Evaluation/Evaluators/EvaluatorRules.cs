using System.Text.RegularExpressions;
using CozeLoop.Contracts.Api;
using CozeLoop.Evaluation.Kinds;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Evaluation.Evaluators;

/// <summary>What a body must look like. Each rule answers null when kept, else the problem to send.</summary>
internal static partial class EvaluatorRules
{
    private const int MaxName = 200,
        MaxDescription = 2000;

    public static ProblemHttpResult? Check(CreateEvaluator body)
    {
        if (body.Key is null || !Key().IsMatch(body.Key))
            return Problem.Invalid("key", "A key is 1 to 128 letters, digits, '_', '.' or '-', and begins with a letter, a digit or '_'.");
        return body.Name is null || body.Name.Length is > 0 and <= MaxName
            ? null
            : Problem.Invalid("name", $"A name has 1 to {MaxName} characters.");
    }

    public static ProblemHttpResult? Check(CreateEvaluatorVersion body)
    {
        if (body.Description?.Length > MaxDescription)
            return Problem.Invalid("description", $"At most {MaxDescription} characters.");
        return EvaluatorConfig.Read(body.Kind ?? "", body.Config) is ConfigOutcome.Faulty faulty
            ? Problem.Unprocessable("invalid_config", faulty.Reason)
            : null;
    }

    public static ProblemHttpResult? Check(RunEvaluator body)
    {
        if (body.Answer is null)
            return Problem.Invalid("answer", "Give the answer to score, a message.");
        return body.Messages is not null && body.Messages.All(m => m is not null)
            ? null
            : Problem.Invalid("messages", "Give the history the answer replies to; it may be empty.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex Key();
}
