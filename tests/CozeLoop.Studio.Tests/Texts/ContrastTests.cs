using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace CozeLoop.Studio.Tests.Texts;

/// <summary>Every ink can be read on every ground, in both themes: 4.5 to 1 as WCAG AA wants it for text.</summary>
public partial class ContrastTests
{
    private static readonly string[] Inks = ["ink", "ink-2", "ink-3"],
        Grounds = ["bg", "surface", "sunken", "accent-soft", "better-soft", "worse-soft", "unsure-soft"];
    private static readonly string[] Tones = ["accent", "better", "worse", "unsure"];

    [Theory]
    [InlineData(":root")]
    [InlineData("[data-theme=\"dark\"]")]
    public void Text_can_be_read_on_every_ground(string theme)
    {
        var tokens = Tokens(theme);
        var pairs = Inks.SelectMany(ink => Grounds.Select(ground => (ink, ground)))
            .Concat(Tones.SelectMany(tone => new[] { "bg", "surface", "sunken", tone + "-soft" }.Select(ground => (tone, ground))))
            .Append(("on-accent", "accent"));
        Assert.Empty(pairs.Where(p => Contrast(tokens[p.Item1], tokens[p.Item2]) < 4.5).Select(p => $"--{p.Item1} on --{p.Item2}"));
    }

    private static Dictionary<string, string> Tokens(string theme)
    {
        string css = File.ReadAllText(StudioSource.Path("Styles/tokens.css"));
        string block = css[css.IndexOf(theme + " {", StringComparison.Ordinal)..];
        return Token()
            .Matches(block[..block.IndexOf('}', StringComparison.Ordinal)])
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

    private static double Contrast(string a, string b)
    {
        var (light, dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] parts =
        [
            .. new[] { 0, 2, 4 }.Select(i => int.Parse(colour.AsSpan(i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0),
        ];
        double[] linear = [.. parts.Select(c => c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    [GeneratedRegex(@"--([\w-]+): #([0-9a-f]{6});")]
    private static partial Regex Token();
}
