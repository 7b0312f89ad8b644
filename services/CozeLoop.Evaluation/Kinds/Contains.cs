namespace CozeLoop.Evaluation.Kinds;

/// <summary>The answer's text contains <see cref="Text"/> and every one of <see cref="Texts"/>; with <see cref="Any"/>, at least one of
/// them.</summary>
internal sealed record Contains : CheckConfig
{
    public string? Text { get; init; }
    public IReadOnlyList<string> Texts { get; init; } = [];
    public bool Any { get; init; }
    public bool IgnoreCase { get; init; }

    private IEnumerable<string> Wanted => Text is null ? Texts : Texts.Prepend(Text);

    public override string? Fault() =>
        Wanted.Any() && Wanted.All(t => !string.IsNullOrEmpty(t)) ? null : "Give 'text' or 'texts'; none of them may be empty.";

    public override Verdict Check(Subject subject)
    {
        string[] missing =
        [
            .. Wanted.Where(text =>
                !subject.Text.Contains(text, IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            ),
        ];
        bool pass = Any ? missing.Length < Wanted.Count() : missing.Length == 0;
        return Verdict.Of(pass, pass ? null : "Missing: " + string.Join(", ", missing));
    }
}
