using System.Text.RegularExpressions;
using Xunit;

namespace CozeLoop.Studio.Tests.Texts;

public partial class MarkupTests
{
    public static IEnumerable<TheoryDataRow<string>> Components =>
        StudioSource.Files("*.razor").Select(f => new TheoryDataRow<string>(StudioSource.Relative(f)));

    /// <summary>Words between tags, or in attributes that people read or hear. The product's name and key caps are no text.</summary>
    [Theory]
    [MemberData(nameof(Components))]
    public void No_component_has_words_of_its_own(string file)
    {
        string source = File.ReadAllText(StudioSource.Path(file));
        int code = source.IndexOf("\n@code", StringComparison.Ordinal);
        string markup = Comments().Replace(code < 0 ? source : source[..code], "");
        foreach (string name in (string[])["title", "placeholder", "aria-label", "alt", "label"])
        {
            Assert.DoesNotMatch($" {name}=\"[^@\"]*[A-Za-z]{{2}}", markup);
        }
        var between = Between()
            .Matches(KeyCaps().Replace(markup, ""))
            .Select(m => Expressions().Replace(m.Groups[1].Value, ""))
            .Where(t => Words().IsMatch(t))
            .Select(t => t.Trim());
        Assert.Empty(between.Except(["Coze", "Loop", "English", "· CozeLoop"]));
    }

    /// <summary>
    /// Razor drops a space beside a code block: "495 and 495" became "495and 495". The space between them is written <c>@(" ")</c>.
    /// </summary>
    [Theory]
    [MemberData(nameof(Components))]
    public void No_space_is_lost_beside_a_code_block(string file)
    {
        string source = Comments().Replace(File.ReadAllText(StudioSource.Path(file)), "");
        Assert.DoesNotMatch(@"[^\s{}] @(if|foreach|switch|for)\b", source);
        Assert.DoesNotMatch(@"</\w+>\} <\w", source);
    }

    [GeneratedRegex(@"@\*.*?\*@|<script.*?</script>|<style.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"<kbd.*?</kbd>")]
    private static partial Regex KeyCaps();

    /// <summary>What stands between two tags on one line, without code: no braces, no quotes, no statements.</summary>
    [GeneratedRegex(@"<[a-zA-Z/][^<>{}@]*>([^<>{}=;""]+)</")]
    private static partial Regex Between();

    /// <summary>A C# expression with its indexers and calls, each with at most one level of brackets inside.</summary>
    [GeneratedRegex(@"@[\w.!?]*(\[[^\[\]]*(\[[^\]]*\][^\[\]]*)*\]|\([^()]*(\([^()]*\)[^()]*)*\)|[\w.!?]+)*")]
    private static partial Regex Expressions();

    [GeneratedRegex("[A-Za-z]{2}")]
    private static partial Regex Words();
}
