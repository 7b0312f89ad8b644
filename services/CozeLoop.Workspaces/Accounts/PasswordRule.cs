namespace CozeLoop.Workspaces.Accounts;

/// <summary>
/// What a password must be, as NIST SP 800-63B has it: long enough to be worth trying none, and no rule on the kinds of characters.
/// </summary>
internal static class PasswordRule
{
    public const int MinLength = 8,
        MaxLength = 256;

    /// <summary>What is wrong with it, as a sentence; null when nothing is.</summary>
    public static string? Fault(string? password) =>
        password switch
        {
            null or { Length: < MinLength } => $"A password has at least {MinLength} characters.",
            { Length: > MaxLength } => $"A password has at most {MaxLength} characters.",
            _ when string.IsNullOrWhiteSpace(password) => "A password has other characters than spaces.",
            _ when password.Distinct().Take(2).Count() == 1 => "A password is more than one character again and again.",
            _ => null,
        };
}
