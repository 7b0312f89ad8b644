using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Chat;
using CozeLoop.Experiments.Recovery;
using Xunit;

namespace CozeLoop.Experiments.Tests.Recovery;

public sealed class PromptRecoveryTests
{
    private const string Shop = "You answer for {{shop}}. Be short, be kind, and never promise a refund.";

    private static PromptVersion Version(int number, params ChatMessage[] messages) => new(number, messages, "", "user:1", DateTimeOffset.UnixEpoch, []);
    private static ChatMessage System(string text) => new("system", text);
    private static ChatMessage User(string text) => new("user", text);
    private static PromptRecovery Of(params string[] texts) => new([.. texts.Select((t, i) => Version(i + 1, System(t)))]);

    [Fact]
    public void A_linked_version_that_explains_the_bytes_in_one_way_is_proven()
    {
        var recovered = Of("Old: {{shop}}", Shop).Recover([System(Shop.Replace("{{shop}}", "Kiosk 7")), User("Hi")], new PromptLink("p", "2", null));
        Assert.Equal(RecoveryGrade.Proven, recovered.Grade);
        Assert.Equal(2, recovered.Version);
        Assert.Equal(1, recovered.PromptMessages);
        Assert.Equal("Kiosk 7", Assert.Single(recovered.Parses)["shop"]);
    }

    [Fact]
    public void A_version_that_nobody_linked_needs_to_be_mostly_literal()
    {
        Assert.Equal(RecoveryGrade.Proven, Of(Shop).Recover([System(Shop.Replace("{{shop}}", "Kiosk 7"))], null).Grade);
        Assert.Equal(RecoveryGrade.Approximate, Of("{{x}}").Recover([System("Anything at all")], null).Grade);
    }

    [Fact]
    public void Two_versions_that_both_explain_an_unlinked_text_prove_neither() =>
        Assert.Equal(RecoveryGrade.Approximate, Of("Be kind to {{who}}.", "Be kind to {{whom}}.").Recover([System("Be kind to Ann.")], null).Grade);

    [Fact]
    public void Variables_on_the_span_count_and_are_proven_when_they_render_the_bytes()
    {
        var variables = new Dictionary<string, string> { ["a"] = "x, y", ["b"] = "z" };
        var recovered = Of("Hi {{a}}, {{b}}!").Recover([System("Hi x, y, z!")], new PromptLink("p", "v1", variables));
        Assert.Equal(RecoveryGrade.Proven, recovered.Grade);
        Assert.Equal("x, y", recovered.Parses[0]["a"]);
        Assert.Equal(RecoveryGrade.Approximate, Of("Hi {{a}}, {{b}}!").Recover([System("Hello x, y, z!")], new PromptLink("p", "1", variables)).Grade);
    }

    [Fact]
    public void An_ambiguous_text_is_approximate_and_keeps_its_parses()
    {
        var recovered = Of("Hi {{a}}, {{b}}!").Recover([System("Hi x, y, z!")], new PromptLink("p", "1", null));
        Assert.Equal(RecoveryGrade.Approximate, recovered.Grade);
        Assert.Equal(2, recovered.Parses.Count);
    }

    [Fact]
    public void Line_ends_and_trailing_space_make_a_match_approximate()
    {
        var recovered = Of("First {{a}}\nSecond line").Recover([System("First x  \r\nSecond line\n")], new PromptLink("p", "1", null));
        Assert.Equal(RecoveryGrade.Approximate, recovered.Grade);
        Assert.Equal("x", recovered.Parses[0]["a"]);
    }

    [Fact]
    public void A_name_used_in_two_messages_must_mean_the_same()
    {
        var recovery = new PromptRecovery([Version(1, System("You help {{name}}."), User("I am {{name}}, {{question}}"))]);
        Assert.Equal(RecoveryGrade.Proven, recovery.Recover([System("You help Ann."), User("I am Ann, why?")], new PromptLink("p", "1", null)).Grade);
        Assert.Equal(RecoveryGrade.MessageOnly, recovery.Recover([System("You help Ann."), User("I am Bob, why?")], new PromptLink("p", "1", null)).Grade);
    }

    [Fact]
    public void What_no_version_explains_is_replayed_as_messages()
    {
        var recovered = Of("Something else").Recover([System("A"), new("developer", "B"), User("Hi")], null);
        Assert.Equal(RecoveryGrade.MessageOnly, recovered.Grade);
        Assert.Equal(2, recovered.PromptMessages);
        Assert.Empty(recovered.Parses);
    }

    [Fact]
    public void Values_are_never_read_as_templates()
    {
        var recovered = Of(Shop).Recover([System(Shop.Replace("{{shop}}", "{{shop}} $& \\1"))], new PromptLink("p", "1", null));
        Assert.Equal(RecoveryGrade.Proven, recovered.Grade);
        Assert.Equal("{{shop}} $& \\1", recovered.Parses[0]["shop"]);
    }
}
