using System.Xml.Linq;
using Xunit;

namespace CozeLoop.Studio.Tests.Texts;

public class ResourceTests
{
    public static IEnumerable<TheoryDataRow<string>> EnglishFiles =>
        StudioSource
            .Files("*.resx")
            .Where(f => !f.EndsWith(".zh-Hans.resx", StringComparison.Ordinal))
            .Select(f => new TheoryDataRow<string>(StudioSource.Relative(f)));

    [Theory]
    [MemberData(nameof(EnglishFiles))]
    public void Both_languages_have_the_same_keys_and_the_same_placeholders(string file)
    {
        var english = Read(file);
        var chinese = Read(file.Replace(".resx", ".zh-Hans.resx", StringComparison.Ordinal));
        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        Assert.All(english, e => Assert.Equal(Placeholders(e.Value), Placeholders(chinese[e.Key])));
        Assert.All(chinese.Values.Concat(english.Values), text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    /// <summary>The services' words stand beside the studio's on one page: one verdict has one name.</summary>
    [Fact]
    public void Inconclusive_is_one_word_in_Chinese()
    {
        string root = StudioSource.Path("../..");
        var files = ((string[])["web", "services"]).SelectMany(folder =>
            Directory.EnumerateFiles(System.IO.Path.Combine(root, folder), "*.zh-Hans.resx", SearchOption.AllDirectories)
        );
        string[] others = ["无定论", "不确定", "无法得出结论"];
        Assert.All(
            files.Select(File.ReadAllText),
            text => Assert.All(others, other => Assert.DoesNotContain(other, text, StringComparison.Ordinal))
        );
        Assert.Equal("无法判定", Read("Controls/ControlsText.zh-Hans.resx")["Verdict inconclusive"]);
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument
            .Load(StudioSource.Path(file))
            .Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string Placeholders(string text) =>
        string.Join(',', System.Text.RegularExpressions.Regex.Matches(text, @"\{(\d+)").Select(m => m.Groups[1].Value).Distinct().Order());
}
