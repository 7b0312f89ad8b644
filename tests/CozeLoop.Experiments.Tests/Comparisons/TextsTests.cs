using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using CozeLoop.Experiments.Comparisons;
using Xunit;

namespace CozeLoop.Experiments.Tests.Comparisons;

public sealed class TextsTests
{
    [Theory]
    [InlineData("CozeLoop.Experiments.Comparisons.Texts")]
    [InlineData("CozeLoop.Experiments.Replays.SelectionTexts")]
    [InlineData("CozeLoop.Experiments.Replays.Planning.RemarkTexts")]
    public void English_and_Chinese_have_the_same_keys_and_a_Chinese_text_names_no_argument_of_its_own(string name)
    {
        var texts = new ResourceManager(name, typeof(Sentences).Assembly);
        var english = All(texts, CultureInfo.InvariantCulture);
        var chinese = All(texts, CultureInfo.GetCultureInfo("zh-Hans"));
        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        foreach (var (key, text) in english)
        {
            Assert.Equal(Holes(text), Holes(chinese[key]));
        }
    }

    private static string[] Holes(string text) => [.. Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Distinct().Order()];

    private static Dictionary<string, string> All(ResourceManager texts, CultureInfo culture) =>
        texts
            .GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!);
}
