using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Replays.Recovery;
using Xunit;

namespace CozeLoop.Experiments.Tests.Replays.Recovery;

public sealed class PromptRecoveryTests
{
    private const string Shop = "You answer for {{shop}}. Be short, be kind, and never promise a refund.";

    private static PromptVersion Version(int number, params ChatMessage[] messages) =>
        new(number, messages, "", "user:1", DateTimeOffset.UnixEpoch, []);

    private static ChatMessage System(string text) => new("system", text);

    private static ChatMessage User(string text) => new("user", text);

    private static PromptRecovery Of(params string[] texts) => new([.. texts.Select((t, i) => Version(i + 1, System(t)))]);

    [Fact]
    public void A_linked_version_that_explains_the_bytes_in_one_way_is_proven()
    {
        var recovered = Of("Old: {{shop}}", Shop)
            .Recover([System(Shop.Replace("{{shop}}", "Kiosk 7")), User("Hi")], new PromptLink("p", "2", null));
        Assert.Equal(RecoveryGrades.Proven, recovered.Grade);
        Assert.Equal(2, recovered.Version);
        Assert.Equal(1, recovered.PromptMessages);
        Assert.Equal("Kiosk 7", Assert.Single(recovered.Parses)["shop"]);
    }

    [Fact]
    public void A_version_that_nobody_linked_needs_to_be_mostly_literal()
    {
        Assert.Equal(RecoveryGrades.Proven, Of(Shop).Recover([System(Shop.Replace("{{shop}}", "Kiosk 7"))], null).Grade);
        Assert.Equal(RecoveryGrades.Approximate, Of("{{x}}").Recover([System("Anything at all")], null).Grade);
    }

    [Fact]
    public void Two_versions_that_both_explain_an_unlinked_text_prove_neither() =>
        Assert.Equal(
            RecoveryGrades.Approximate,
            Of("Be kind to {{who}}.", "Be kind to {{whom}}.").Recover([System("Be kind to Ann.")], null).Grade
        );

    [Fact]
    public void Variables_on_the_span_count_and_are_proven_when_they_render_the_bytes()
    {
        var variables = new Dictionary<string, string> { ["a"] = "x, y", ["b"] = "z" };
        var recovered = Of("Hi {{a}}, {{b}}!").Recover([System("Hi x, y, z!")], new PromptLink("p", "v1", variables));
        Assert.Equal(RecoveryGrades.Proven, recovered.Grade);
        Assert.Equal("x, y", recovered.Parses[0]["a"]);
        Assert.Equal(
            RecoveryGrades.Approximate,
            Of("Hi {{a}}, {{b}}!").Recover([System("Hello x, y, z!")], new PromptLink("p", "1", variables)).Grade
        );
    }

    [Fact]
    public void An_ambiguous_text_is_approximate_and_keeps_its_parses()
    {
        var recovered = Of("Hi {{a}}, {{b}}!").Recover([System("Hi x, y, z!")], new PromptLink("p", "1", null));
        Assert.Equal(RecoveryGrades.Approximate, recovered.Grade);
        Assert.Equal(2, recovered.Parses.Count);
    }

    [Fact]
    public void Line_ends_and_trailing_space_make_a_match_approximate()
    {
        var recovered = Of("First {{a}}\nSecond line").Recover([System("First x  \r\nSecond line\n")], new PromptLink("p", "1", null));
        Assert.Equal(RecoveryGrades.Approximate, recovered.Grade);
        Assert.Equal("x", recovered.Parses[0]["a"]);
    }

    [Fact]
    public void A_name_used_in_two_messages_must_mean_the_same()
    {
        var recovery = new PromptRecovery([Version(1, System("You help {{name}}."), User("I am {{name}}, {{question}}"))]);
        Assert.Equal(
            RecoveryGrades.Proven,
            recovery.Recover([System("You help Ann."), User("I am Ann, why?")], new PromptLink("p", "1", null)).Grade
        );
        Assert.Equal(
            RecoveryGrades.MessageOnly,
            recovery.Recover([System("You help Ann."), User("I am Bob, why?")], new PromptLink("p", "1", null)).Grade
        );
    }

    [Fact]
    public void What_no_version_explains_is_replayed_as_messages()
    {
        var recovered = Of("Something else").Recover([System("A"), new("developer", "B"), User("Hi")], null);
        Assert.Equal(RecoveryGrades.MessageOnly, recovered.Grade);
        Assert.Equal(2, recovered.PromptMessages);
        Assert.Empty(recovered.Parses);
    }

    [Fact]
    public void Values_are_never_read_as_templates()
    {
        var recovered = Of(Shop).Recover([System(Shop.Replace("{{shop}}", "{{shop}} $& \\1"))], new PromptLink("p", "1", null));
        Assert.Equal(RecoveryGrades.Proven, recovered.Grade);
        Assert.Equal("{{shop}} $& \\1", recovered.Parses[0]["shop"]);
    }

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("\uFFFF")]
    [InlineData("\ud83d")]
    [InlineData("\udc00")]
    [InlineData("\u0000")]
    [InlineData("e\u0301\uFFFEe\u0301")]
    public void A_text_that_unicode_has_no_place_for_is_recovered_as_any_other(string odd)
    {
        var proven = Of(Shop).Recover([System(Shop.Replace("{{shop}}", odd)), User(odd)], new PromptLink("p", "1", null));
        Assert.Equal((RecoveryGrades.Proven, odd), (proven.Grade, Assert.Single(proven.Parses)["shop"]));
        Assert.Equal(RecoveryGrades.Approximate, Of("A\n{{b}}").Recover([System($"A \n{odd}")], new PromptLink("p", "1", null)).Grade);
        Assert.Equal(RecoveryGrades.MessageOnly, Of(Shop).Recover([System(odd)], null).Grade);
    }

    [Fact]
    public void Unicode_is_composed_around_what_cannot_be() =>
        Assert.Equal("\u00e9\uFFFE\u00e9\ud83d\u00e9😀", Composed.Of("e\u0301\uFFFEe\u0301\ud83de\u0301😀"));

    [Fact]
    public void A_text_of_every_private_character_leaves_none_for_the_border()
    {
        string all = new([.. Enumerable.Range(0xE000, 0x1900).Select(c => (char)c)]);
        Assert.Equal(RecoveryGrades.MessageOnly, Of("Say {{x}}").Recover([System("Say " + all)], new PromptLink("p", "1", null)).Grade);
    }

    [Fact]
    public void Templates_of_very_many_variables_are_given_up()
    {
        string template = string.Concat(Enumerable.Range(0, 50_000).Select(i => "{{v" + i + "}} "));
        Assert.Equal(
            RecoveryGrades.MessageOnly,
            Of(template).Recover([System(string.Concat(Enumerable.Repeat("a b ", 50_000)))], new PromptLink("p", "1", null)).Grade
        );
    }

    [Fact]
    public void All_searches_of_a_plan_share_one_budget()
    {
        string template = string.Concat(Enumerable.Range(0, 20).Select(i => "{{a" + i + "}}x")) + "{{a0}}!",
            text = string.Concat(Enumerable.Repeat("yx", 50_000)) + "!";
        var recovery = Of(template);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 300; i++)
            recovery.Recover([System(text + i)], null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 * SearchBudget.OfAPlan);
    }
}
