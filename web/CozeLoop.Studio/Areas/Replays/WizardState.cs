using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>
/// What the replay wizard has been told so far. All of it lives in the URL, so that a link reopens exactly this and the browser's
/// back button undoes a step. <see cref="PlanId"/> names the plan made of these answers; any change of them forgets it.
/// </summary>
public sealed record WizardState
{
    public const int Select = 1,
        Change = 2,
        Judge = 3,
        Plan = 4;

    public int Step { get; init; } = Select;
    public string? Name { get; init; }
    public string? Filter { get; init; }

    /// <summary><c>call | trace</c>: what the terms of the filter are about.</summary>
    public string Match { get; init; } = SelectionMatches.Call;
    public TimeRange Range { get; init; } = new(TimeRange.Default);

    /// <summary><c>frozen | teacherForced</c>.</summary>
    public string Mode { get; init; } = ReplayModes.Frozen;
    public int Size { get; init; } = 50;
    public long Seed { get; init; } = 1;
    public ChangeKind Kind { get; init; } = ChangeKind.Text;
    public string? PromptKey { get; init; }
    public int? Version { get; init; }

    /// <summary>The new system prompt of <see cref="ChangeKind.Text"/>; null until the recorded one was looked up or a text was
    /// typed.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>In place of a text that no link can hold: which text of the draft it is. Null once that text was read.</summary>
    public string? DraftText { get; init; }
    public string? Connection { get; init; }
    public string? Model { get; init; }
    public double? Temperature { get; init; }
    public int? MaxTokens { get; init; }
    public IReadOnlyList<string> Evaluators { get; init; } = [];
    public string? PrimaryMetric { get; init; }

    /// <summary>In the unit of the primary metric.</summary>
    public double Margin { get; init; }

    /// <summary>What must hold for the run to pass, conditions joined by <c>and</c>; null leaves it to the verdict.</summary>
    public string? Gate { get; init; }

    /// <summary>The difference that the run should find, in the unit of the primary metric.</summary>
    public double? WantedEffect { get; init; }
    public int Concurrency { get; init; } = 4;
    public decimal? BudgetUsd { get; init; }
    public string? PlanId { get; init; }

    /// <summary>True once the run could be planned; each step asks only for its own part.</summary>
    public bool IsComplete(int step) =>
        step switch
        {
            Select => Size is > 0 and <= 10_000,
            Change => Kind switch
            {
                ChangeKind.Text => !string.IsNullOrWhiteSpace(SystemPrompt),
                ChangeKind.Version => PromptKey is not null && Version is not null,
                ChangeKind.Draft => PromptKey is not null,
                _ => Model is not null || Connection is not null,
            },
            Judge => Evaluators.Count > 0 && PrimaryMetric is not null && Evaluators.Contains(PrimaryMetric) && Margin >= 0,
            _ => true,
        };

    /// <param name="now">Fixes a range that moves with the clock, so that the selection can be repeated.</param>
    public CreateReplay ToRequest(string fallbackName, DateTimeOffset now) =>
        new()
        {
            Name = string.IsNullOrWhiteSpace(Name) ? fallbackName : Name.Trim(),
            Source = ToSource(now),
            Mode = Mode,
            PrimaryMetric = PrimaryMetric,
            Margin = Margin,
            Gates = string.IsNullOrWhiteSpace(Gate) ? [] : [Gate.Trim()],
            WantedEffect = WantedEffect,
            Arms = [ToArm()],
            Evaluators = Evaluators,
            Concurrency = Concurrency,
            BudgetUsd = BudgetUsd,
        };

    private ReplaySource ToSource(DateTimeOffset now)
    {
        var (from, to) = Range.At(now);
        string? filter = string.IsNullOrWhiteSpace(Filter) ? null : Filter;
        return new ReplaySource(filter, from, to ?? now, new SampleSpec(Size, Seed))
        {
            Match = filter is null ? SelectionMatches.Call : Match,
        };
    }

    /// <summary>How many calls, or conversations, the answers select from; nothing is drawn.</summary>
    public SpanSelection ToCount(DateTimeOffset now)
    {
        var source = ToSource(now);
        return new SpanSelection(source.Filter, source.From, source.To, 0, Seed, Mode == ReplayModes.TeacherForced)
        {
            Match = source.Match,
        };
    }

    /// <summary>The answers that led to a planned replay, at its plan.</summary>
    public static WizardState Of(Replay replay)
    {
        var (request, arm) = (replay.Request, replay.Request.Arms is [var first, ..] ? first : new ReplayArm());
        return new WizardState
        {
            Step = Plan,
            Name = request.Name,
            Filter = request.Source.Filter,
            Match = request.Source.Match,
            Range = request.Source is { From: { } from, To: { } to } ? TimeRange.Between(from, to) : new TimeRange(TimeRange.All),
            Mode = request.Mode,
            Size = request.Source.Sample.Size,
            Seed = request.Source.Sample.Seed,
            Kind =
                arm.SystemPrompt is not null ? ChangeKind.Text
                : arm.Draft ? ChangeKind.Draft
                : arm.Version is not null ? ChangeKind.Version
                : ChangeKind.Model,
            PromptKey = arm.PromptKey,
            Version = arm.Version,
            SystemPrompt = arm.SystemPrompt,
            Connection = arm.Connection,
            Model = arm.Model,
            Temperature = arm.Parameters?.Temperature,
            MaxTokens = arm.Parameters?.MaxTokens,
            Evaluators = request.Evaluators,
            PrimaryMetric = request.PrimaryMetric,
            Margin = request.Margin,
            Gate = request.Gates.Count > 0 ? string.Join(" and ", request.Gates) : null,
            WantedEffect = request.WantedEffect,
            Concurrency = request.Concurrency,
            BudgetUsd = request.BudgetUsd,
            PlanId = replay.Id,
        };
    }

    private ReplayArm ToArm() =>
        new()
        {
            PromptKey = Kind == ChangeKind.Model ? null : PromptKey,
            Version = Kind == ChangeKind.Version ? Version : null,
            Draft = Kind == ChangeKind.Draft,
            SystemPrompt = Kind == ChangeKind.Text ? SystemPrompt : null,
            Connection = Connection,
            Model = Model,
            Parameters =
                Temperature is null && MaxTokens is null ? null : new ChatParameters { Temperature = Temperature, MaxTokens = MaxTokens },
        };
}

/// <summary>Where the candidate's prompt comes from; <see cref="Model"/> keeps the recorded prompt and changes the model alone.</summary>
public enum ChangeKind
{
    Text,
    Version,
    Draft,
    Model,
}
