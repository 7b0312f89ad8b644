using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Prompts;

namespace CozeLoop.Experiments.Replays.Recovery;

/// <summary>
/// Finds which version of a prompt made recorded messages, and with which variables. Reading a template backwards proves little by itself
/// (<c>{{x}}</c> fits every text), so the grade says how much stands behind the answer.
/// </summary>
internal sealed class PromptRecovery(IReadOnlyList<PromptVersion> versions)
{
    /// <summary>Share of a template's text that must be literal to recognise a version that no span names.</summary>
    private const double LiteralShare = 0.5;

    /// <summary>Ambiguous parses kept, to see whether they all render the new prompt alike.</summary>
    private const int MaxParses = 32;

    // Of all calls together: a plan is made while someone waits for it.
    private readonly SearchBudget _budget = new(SearchBudget.OfAPlan);

    /// <param name="recorded">The messages as the model got them.</param>
    /// <param name="link">The prompt that the span names, where it is this prompt; its variables count when given.</param>
    public Recovered Recover(IReadOnlyList<ChatMessage> recorded, PromptLink? link)
    {
        var linked = versions.FirstOrDefault(v =>
            link?.Version is { } named && named.TrimStart('v') == v.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        if (linked is not null && link!.Variables is { } variables && FromSpan(linked, recorded, variables) is { } told)
            return told;
        if (linked is not null)
            return Align(linked, recorded, isLinked: true) ?? AlignNormalised([linked], recorded) ?? MessagesOnly(recorded);
        return Unlinked(recorded) ?? AlignNormalised(versions, recorded) ?? MessagesOnly(recorded);
    }

    /// <summary>Leading system messages: what a new system prompt replaces where no version is known.</summary>
    public static int LeadingSystemMessages(IReadOnlyList<ChatMessage> messages) =>
        messages.TakeWhile(m => ChatRoles.IsInstruction(m.Role)).Count();

    /// <summary>The span says the variables itself: they count, proven where the version renders the recorded bytes with them.</summary>
    private static Recovered? FromSpan(
        PromptVersion version,
        IReadOnlyList<ChatMessage> recorded,
        IReadOnlyDictionary<string, string> variables
    )
    {
        var rendered = MessageTemplates.Render(version.Messages, variables);
        if (rendered.TooLong || rendered.UnknownVariables.Count > 0 || !SameRoles(version.Messages, recorded))
            return null;
        string grade = SameTexts(rendered.Messages, recorded) ? RecoveryGrades.Proven : RecoveryGrades.Approximate;
        return new Recovered(grade, version.Version, version.Messages.Count, [variables]);
    }

    private Recovered? Unlinked(IReadOnlyList<ChatMessage> recorded)
    {
        Recovered[] fits = [.. versions.DistinctBy(Text).Select(v => Align(v, recorded, isLinked: false)).OfType<Recovered>()];
        if (fits is not [var only])
            return fits.Length == 0 ? null : fits[0] with { Grade = RecoveryGrades.Approximate };
        bool recognised =
            only.Grade == RecoveryGrades.Proven
            && LiteralsOf(versions.First(v => v.Version == only.Version))
                >= LiteralShare * recorded.Take(only.PromptMessages).Sum(m => m.Content?.Length ?? 0);
        return recognised ? only : only with { Grade = RecoveryGrades.Approximate };
    }

    private Recovered? Align(PromptVersion version, IReadOnlyList<ChatMessage> recorded, bool isLinked)
    {
        if (!SameRoles(version.Messages, recorded))
            return null;
        var alignment = JoinedMessages.Align(
            version.Messages,
            [.. recorded.Take(version.Messages.Count).Select(m => m.Content ?? "")],
            MaxParses,
            _budget
        );
        if (alignment.Parses.Count == 0)
            return null;
        // An incomplete list of parses cannot show that all of them render alike.
        if (!alignment.Complete)
            return isLinked ? Recovered.MessagesOnly(version.Messages.Count) with { Version = version.Version } : null;
        return new Recovered(
            alignment.IsUnique ? RecoveryGrades.Proven : RecoveryGrades.Approximate,
            version.Version,
            version.Messages.Count,
            alignment.Parses
        );
    }

    private Recovered? AlignNormalised(IEnumerable<PromptVersion> candidates, IReadOnlyList<ChatMessage> recorded)
    {
        ChatMessage[] plain = [.. recorded.Select(m => m with { Content = Normalise(m.Content) })];
        foreach (var version in candidates)
        {
            var normalised = version with { Messages = [.. version.Messages.Select(m => m with { Content = Normalise(m.Content) })] };
            if (Align(normalised, plain, isLinked: false) is { } fit)
                return fit with { Grade = RecoveryGrades.Approximate };
        }
        return null;
    }

    private static Recovered MessagesOnly(IReadOnlyList<ChatMessage> recorded) => Recovered.MessagesOnly(LeadingSystemMessages(recorded));

    private static bool SameRoles(IReadOnlyList<ChatMessage> template, IReadOnlyList<ChatMessage> recorded) =>
        template.Count > 0
        && template.Count <= recorded.Count
        && template
            .Zip(recorded)
            .All(p => p.First.Role == p.Second.Role && p.Second.Parts is null && p.Second.ToolCalls is null or { Count: 0 });

    private static bool SameTexts(IReadOnlyList<ChatMessage> rendered, IReadOnlyList<ChatMessage> recorded) =>
        rendered.Zip(recorded).All(p => string.Equals(p.First.Content ?? "", p.Second.Content ?? "", StringComparison.Ordinal));

    private static int LiteralsOf(PromptVersion version) =>
        version.Messages.Sum(m => PromptTemplate.Parse(m.Content ?? "").Parts.OfType<TemplatePart.Literal>().Sum(l => l.Text.Length));

    private static string Text(PromptVersion version) => string.Join('\u0001', version.Messages.Select(m => m.Role + '\u0002' + m.Content));

    /// <summary>Line ends, trailing white space and Unicode form: what transports change.</summary>
    private static string? Normalise(string? text) =>
        text is null
            ? null
            : Composed.Of(string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd());
}
