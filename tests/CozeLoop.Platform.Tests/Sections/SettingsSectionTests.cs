using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using CozeLoop.Platform.Sections;
using CozeLoop.Testing;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Tests.Sections;

public sealed partial class SettingsSectionTests
{
    private sealed class Sample
    {
        [Range(1, 10)]
        public int Count { get; set; } = 5;

        [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
        public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(2);

        public bool Flag { get; set; } = true;
    }

    private static readonly SettingsSection Section = new("Some:Part", typeof(Sample));

    [Fact]
    public void What_is_set_is_taken_and_the_rest_keeps_its_default()
    {
        var faults = new List<string>();
        var read = Section.Read<Sample>(Configuration(("Some:Part:Count", "10"), ("Some:Part:Wait", "")), faults);
        Assert.Empty(faults);
        Assert.Equal((10, TimeSpan.FromSeconds(2), true), (read.Count, read.Wait, read.Flag));
    }

    [Fact]
    public void Everything_that_is_wrong_is_named_with_its_value_and_what_it_may_be()
    {
        var faults = new List<string>();
        var read = Section.Read<Sample>(
            Configuration(("Some:Part:Count", "0"), ("Some:Part:Wait", "soon"), ("Some:Part:Flag", "yes")),
            faults
        );
        Assert.Equal(
            [
                "Some__Part__Count must be a whole number from 1 to 10, not \"0\".",
                "Some__Part__Wait must be a time (hours:minutes:seconds) from 00:00:01 to 00:01:00, not \"soon\".",
                "Some__Part__Flag must be true or false, not \"yes\".",
            ],
            faults
        );
        Assert.Equal(5, read.Count);
    }

    [Theory]
    [InlineData("Some:Part:Cuont", "Some__Part__Cuont is no setting and changes nothing. The nearest is Some__Part__Count.")]
    [InlineData("COZELOOP_DTA", "COZELOOP_DTA is no setting and changes nothing. The nearest is COZELOOP_DATA.")]
    [InlineData("Sone:Part", "Sone__… is no setting and changes nothing. The nearest is Some__….")]
    [InlineData(
        "ConnectionStrings:MySq",
        "ConnectionStrings__MySq is no setting and changes nothing. The nearest is ConnectionStrings__MySql."
    )]
    public void A_misspelt_name_is_told_with_the_nearest(string name, string warning) =>
        Assert.Equal([warning], UnknownSettings.Warnings(Configuration((name, "1")), [Section]));

    [Theory]
    [InlineData("COZELOOP_DATA")]
    [InlineData("COZELOOP_KEY")]
    [InlineData("Some:Part:Count")]
    [InlineData("some:part:count")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("ConnectionStrings:MySql")]
    public void A_right_name_is_not(string name) => Assert.Empty(UnknownSettings.Warnings(Configuration((name, "1")), [Section]));

    [Fact]
    public void Every_variable_that_the_documentation_names_is_known()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs/configuration.md"));
        string[] named = [.. Variable().Matches(text).Select(m => m.Value).Distinct()];
        Assert.Contains("COZELOOP_METRICS_TOKEN", named);
        // The one that the text itself gives as misspelt.
        Assert.Equal(["COZELOOP_DTA"], named.Where(name => UnknownSettings.Warnings(Configuration((name, "1")), []).Any()));
    }

    [GeneratedRegex("COZELOOP_[A-Z0-9_]*[A-Z0-9]")]
    private static partial Regex Variable();

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
}
