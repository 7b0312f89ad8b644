using System.Text.RegularExpressions;

namespace CozeLoop.Evaluation.Kinds;

/// <summary>
/// The answer's text matches <see cref="Pattern"/> (.NET's regular expressions), anywhere unless the pattern is anchored. Time is linear in the text;
/// patterns that need backtracking (look-around, back-references) get a second, then the verdict is missing.
/// </summary>
internal sealed record RegexMatch : CheckConfig
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private Regex? _regex;

    public string Pattern { get; init; } = "";
    public bool IgnoreCase { get; init; }

    public override string? Fault()
    {
        if (Pattern.Length == 0) return "Give a 'pattern'.";
        try
        {
            _regex = Compile();
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    public override Verdict Check(Subject subject)
    {
        try
        {
            return Verdict.Of((_regex ??= Compile()).IsMatch(subject.Text));
        }
        catch (RegexMatchTimeoutException)
        {
            return Verdict.Missing("regex_timeout", $"The pattern took longer than {Patience.TotalSeconds:0} s on this answer.");
        }
    }

    private Regex Compile()
    {
        var options = RegexOptions.CultureInvariant | (IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new Regex(Pattern, options | RegexOptions.NonBacktracking, Patience);
        }
        catch (NotSupportedException)
        {
            return new Regex(Pattern, options, Patience);
        }
    }
}
