using System.Text.RegularExpressions;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Providers;

/// <summary>
/// Knows from a refusal that the model does not exist. OpenAI has a code for it
/// (https://platform.openai.com/docs/guides/error-codes); others say it in words, some of them with 400. A 404 that names no model is the
/// address's.
/// </summary>
internal static partial class MissingModel
{
    private static readonly string[] Codes = [FailureCauses.ModelNotFound, "DeploymentNotFound", "invalid_model"];

    public static bool IsMeant(int status, string? code, string message) =>
        Codes.Contains(code)
        || (code == "not_found_error" && message.StartsWith("model:", StringComparison.Ordinal))
        || (status is 400 or 404 or 422 && Words().IsMatch(message));

    // At most one word between, the model's name, so that nothing else that a model lacks is taken for it.
    [GeneratedRegex(
        @"\bmodels?\b\W*(\S+\s+)?(is |was )?(not found|not exist|does not exist|doesn't exist)|\b(not a valid|unknown|no such) model\b"
            + @"|\binvalid model( name|:)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Words();
}
