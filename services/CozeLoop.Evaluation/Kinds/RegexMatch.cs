using System.Text.RegularExpressions;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Evaluation.Kinds;

/// <summary>
/// The answer's text matches <see cref="Pattern"/> (.NET's regular expressions), anywhere unless the pattern is anchored. Time is linear
/// in the text; patterns that need backtracking (look-around, back-references) get a second, then the verdict is missing. A pattern that
/// has taken the second on several answers in a row is not tried on more of them: a run has thousands.
/// </summary>
internal sealed record RegexMatch : CheckConfig
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private const int MaxPattern = 1000,
        MaxText = 1_000_000,
        MaxTimeouts = 5;

    private Regex? _regex;
    private int _timeouts;

    public string Pattern { get; init; } = "";
    public bool IgnoreCase { get; init; }

    public override string? Fault()
    {
        if (Pattern.Length is 0 or > MaxPattern)
            return $"Give a 'pattern' of 1 to {MaxPattern} characters.";
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
        if (subject.Text.Length > MaxText)
        {
            return Verdict.Missing("text_too_long", $"Patterns are tried on answers of up to {MaxText} characters.");
        }
        if (Volatile.Read(ref _timeouts) >= MaxTimeouts)
            return TimedOut();
        try
        {
            bool matches = (_regex ??= Compile()).IsMatch(subject.Text);
            Volatile.Write(ref _timeouts, 0); // A busy machine may be slow once; a bad pattern is slow each time.
            return Verdict.Of(matches);
        }
        catch (RegexMatchTimeoutException)
        {
            Interlocked.Increment(ref _timeouts);
            return TimedOut();
        }
    }

    private static Verdict TimedOut() =>
        Verdict.Missing(ScoringCauses.RegexTimeout, $"The pattern took longer than {Patience.TotalSeconds:0} s on an answer.");

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
