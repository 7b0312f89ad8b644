using System.CommandLine;
using System.CommandLine.Parsing;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli.Replays;

/// <summary>The options of <c>replay</c>, what they must be, and the request they make.</summary>
internal sealed class ReplayOptions(TimeProvider time)
{
    // Names that a comparison has besides the evaluators'.
    private static readonly string[] Measured = ["costUsd", "latencyMs"];

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
    public Option<Gate[]> Gates { get; } = new("--gate") { HelpName = "'METRIC >= NUMBER'", CustomParser = ReadGates };
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
        if (
            parsed.GetValue(Prompt) is null
            && parsed.GetValue(System) is null
            && parsed.GetValue(Model) is null
            && parsed.GetValue(Connection) is null
        )
            return Texts.Of("replay-needs-candidate");
        string[] metrics = [.. Judges(parsed), .. Measured];
        var unknown = (parsed.GetValue(Gates) ?? []).FirstOrDefault(g => !metrics.Contains(g.Metric));
        return unknown is null ? null : Texts.Of("replay-unknown-gate", unknown.Metric, string.Join(", ", metrics));
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

    private static Gate[] ReadGates(ArgumentResult result) =>
        [.. result.Tokens.Select(token => Read(token.Value, result, Gate.Parse, "not-a-gate")).OfType<Gate>()];

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
