using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CozeLoop.Contracts;

namespace CozeLoop.AllInOne.Cli;

/// <summary>Times on the command line: RFC 3339 (without an offset UTC is meant), or how long ago: <c>30m</c>, <c>24h</c>,
/// <c>7d</c>.</summary>
internal static class TimeText
{
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (
            text.Length > 1
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount)
            && Unit(text[^1]) is { } unit
            && amount <= TimeSpan.FromDays(36500) / unit
        )
            return now - amount * unit;
        return Times.Parse(text);
    }

    public static Option<DateTimeOffset?> Option(string name, TimeProvider clock) =>
        new(name) { HelpName = "time", CustomParser = result => Read(result, clock.GetUtcNow()) };

    private static DateTimeOffset? Read(ArgumentResult result, DateTimeOffset now)
    {
        string text = result.Tokens[0].Value;
        var time = Parse(text, now);
        if (time is null)
            result.AddError(Texts.Of("not-a-time", text));
        return time;
    }

    private static TimeSpan? Unit(char letter) =>
        letter switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
}
