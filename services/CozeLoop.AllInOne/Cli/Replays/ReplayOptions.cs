using System.CommandLine;
using System.CommandLine.Parsing;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Gates;

namespace CozeLoop.AllInOne.Cli.Replays;

/// <summary>The options of <c>replay</c>, what they must be, and the request they make.</summary>
internal sealed class ReplayOptions(TimeProvider time)
{
    public Option<PromptRef?> Prompt { get; } =
        new("--prompt") { HelpName = "KEY[@VERSION|@draft]", CustomParser = r => Read(r, PromptRef.Parse, "not-a-prompt") };
    public Option<FileInfo> System { get; } = new Option<FileInfo>("--system").AcceptExistingOnly();
    public Option<string?> Connection { get; } = new("--connection");
    public Option<string?> Model { get; } = new("--model") { Description = Texts.Of("replay--model") };
    public Option<string?> Filter { get; } = new("--filter");
    public Option<DateTimeOffset?> From { get; } = TimeText.Option("--from", time);
    public Option<DateTimeOffset?> To { get; } = TimeText.Option("--to", time);
    public Option<int?> Sample { get; } = new("--sample") { HelpName = "N" };
    public Option<long?> Seed { get; } = new("--seed") { HelpName = "S" };
    public Option<string> Mode { get; } =
        new Option<string>("--mode") { DefaultValueFactory = _ => ReplayModes.Frozen }.OneOf([.. ReplayModes.All]);
    public Option<string[]> Evaluators { get; } = new("--evaluator");
    public Option<string?> Metric { get; } = new("--metric");
    public Option<double?> Margin { get; } = new("--margin");
    public Option<double?> Temperature { get; } = new("--temperature");
    public Option<int?> MaxTokens { get; } = new("--max-tokens");
    public Option<int> Concurrency { get; } = new("--concurrency") { DefaultValueFactory = _ => 4 };
    public Option<decimal?> Budget { get; } = new("--budget");
    public Option<string[]> Gates { get; } = new("--gate") { HelpName = "'METRIC >= NUMBER'" };
    public Option<double?> Effect { get; } = new("--effect") { HelpName = "NUMBER", Description = Texts.Of("replay--effect") };
    public Option<bool> Offline { get; } = new("--offline");
    public Option<bool> PlanOnly { get; } = new("--plan");
    public Option<string?> Name { get; } = new("--name") { Description = Texts.Of("replay--name") };

    public Symbol[] All =>
        [
            Prompt,
            System,
            Connection,
            Model,
            Filter,
            From,
            To,
            Sample,
            Seed,
            Mode,
            Evaluators,
            Metric,
            Margin,
            Temperature,
            MaxTokens,
            Concurrency,
            Budget,
            Gates,
            Effect,
            Offline,
            PlanOnly,
            Name,
        ];

    /// <summary>What is missing or contradicts, else null. Not left to the parser, which would ask for it under <c>replay show</c>
    /// too.</summary>
    public string? Fault(ParseResult parsed)
    {
        if (parsed.GetValue(Sample) is not > 0 || parsed.GetValue(Seed) is null)
            return Texts.Of("replay-needs-sample");
        bool hasCandidate =
            parsed.GetValue(Prompt) is not null
            || parsed.GetValue(System) is not null
            || parsed.GetValue(Model) is not null
            || parsed.GetValue(Connection) is not null;
        return hasCandidate ? GateFault(parsed) : Texts.Of("replay-needs-candidate");
    }

    /// <summary>Before anything is asked: a gate that cannot be read must not look like one that is not met.</summary>
    private string? GateFault(ParseResult parsed)
    {
        string[] metrics = [.. Judges(parsed), .. MeasuredMetrics.All];
        foreach (string text in parsed.GetValue(Gates) ?? [])
        {
            if (Gate.Parse(text) is not { } gate)
                return Texts.Of("not-a-gate", text);
            if (gate.Metrics.FirstOrDefault(m => !metrics.Contains(m)) is { } unknown)
                return Texts.Of("replay-unknown-gate", unknown, string.Join(", ", metrics));
        }
        return null;
    }

    public CreateReplay Request(ParseResult parsed, string? systemPrompt)
    {
        var prompt = parsed.GetValue(Prompt);
        double? temperature = parsed.GetValue(Temperature);
        int? maxTokens = parsed.GetValue(MaxTokens);
        string[] judges = Judges(parsed);
        return new CreateReplay
        {
            Name = parsed.GetValue(Name) ?? $"{prompt?.Key ?? parsed.GetValue(Model) ?? "replay"} {time.GetUtcNow():yyyy-MM-dd HH:mm}",
            Source = new ReplaySource(
                parsed.GetValue(Filter),
                parsed.GetValue(From),
                parsed.GetValue(To),
                new SampleSpec(parsed.GetValue(Sample)!.Value, parsed.GetValue(Seed)!.Value)
            ),
            Mode = parsed.GetValue(Mode)!,
            PrimaryMetric = parsed.GetValue(Metric) ?? judges.FirstOrDefault(),
            Margin = parsed.GetValue(Margin) ?? 0,
            Gates = parsed.GetValue(Gates) ?? [],
            WantedEffect = parsed.GetValue(Effect),
            Evaluators = judges,
            Concurrency = parsed.GetValue(Concurrency),
            BudgetUsd = parsed.GetValue(Budget),
            Offline = parsed.GetValue(Offline),
            Arms =
            [
                new ReplayArm
                {
                    PromptKey = prompt?.Key,
                    Version = prompt?.Version,
                    Draft = prompt?.Draft ?? false,
                    SystemPrompt = systemPrompt,
                    Connection = parsed.GetValue(Connection),
                    Model = parsed.GetValue(Model),
                    Parameters =
                        temperature is null && maxTokens is null
                            ? null
                            : new ChatParameters { Temperature = temperature, MaxTokens = maxTokens },
                },
            ],
        };
    }

    /// <summary>The evaluators named, the primary metric among them; the first decides where no metric is named.</summary>
    private string[] Judges(ParseResult parsed)
    {
        string[] named = parsed.GetValue(Evaluators) ?? [];
        return parsed.GetValue(Metric) is { } metric && !named.Contains(metric) ? [.. named, metric] : named;
    }

    private static T? Read<T>(ArgumentResult result, Func<string, T?> parse, string fault)
        where T : class => Read(result.Tokens[0].Value, result, parse, fault);

    private static T? Read<T>(string text, ArgumentResult result, Func<string, T?> parse, string fault)
        where T : class
    {
        var value = parse(text);
        if (value is null)
            result.AddError(Texts.Of(fault, text));
        return value;
    }
}
