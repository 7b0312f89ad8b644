using System.Collections;
using System.CommandLine;
using System.Globalization;
using System.Resources;
using CozeLoop.AllInOne.Cli;
using CozeLoop.Contracts.Api;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli;

public sealed class TextsTests
{
    private static readonly ResourceManager Resources = new("CozeLoop.AllInOne.Cli.Resources.Texts", typeof(CommandLine).Assembly);

    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_arguments()
    {
        var english = Read("");
        var chinese = Read("zh-Hans");
        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        foreach (var (key, text) in english)
            Assert.Equal((key, Holes(text)), (key, Holes(chinese[key])));
    }

    [Fact]
    public void Every_command_option_and_argument_is_described()
    {
        // Creating the tree asks for each text, and a missing one throws.
        var root = CommandLine.Root(Canned.Terminal(new Canned((_, _) => null)));
        var commands = Everything(root).ToList();
        Assert.All(
            commands.SelectMany(c => c.Options.Cast<Symbol>().Concat(c.Arguments)).Concat(commands),
            s => Assert.False(string.IsNullOrWhiteSpace(s.Description), s.Name)
        );
        Assert.Contains(commands, c => c.Name == "promote");
    }

    [Fact]
    public void Every_cause_for_which_a_call_is_left_out_of_a_plan_has_its_words() =>
        Assert.All(
            typeof(ExclusionReasons).GetFields().Select(f => (string)f.GetValue(null)!).Except([ExclusionReasons.AfterBudget]),
            cause => Assert.Contains("left-out." + cause, Read("").Keys)
        );

    private static IEnumerable<Command> Everything(Command command) => command.Subcommands.SelectMany(Everything).Prepend(command);

    private static Dictionary<string, string> Read(string culture) =>
        Resources
            .GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!);

    private static string Holes(string text) =>
        string.Concat(Enumerable.Range(0, 10).Where(i => text.Contains($"{{{i}}}", StringComparison.Ordinal)));
}
