using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Evaluation.Judging;
using CozeLoop.Evaluation.Kinds;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Evaluation.Tests.Judging;

/// <summary>What holds for every reply, over replies made of the pieces that confuse readers.</summary>
public sealed class JudgeVerdictProperties
{
    private static readonly string[] Pieces =
    [
        "{\"pass\": true}",
        "{\"pass\": false, \"reason\": \"no\"}",
        "{\"pass\":",
        "{\"score\": 6}",
        "{\"a\": {\"pass\": true}}",
        "{",
        "}",
        "\"",
        "\\",
        "\\ud83d",
        "\ud83d",
        "<think>",
        "</think>",
        "<THINKING>",
        "</reasoning >",
        "<think",
        "```json\n",
        "```",
        "好的，",
        " so ",
        "\0",
    ];

    private static readonly Gen<string> Prose = Gen.Elements("Well. ", "好的：", "{braces} ", "```json\n", "<b>", "\n\n", "\"", "]");
    private static readonly Gen<string> Replies = Gen.Elements(Pieces).ListOf().Select(p => string.Concat(p));

    [Fact]
    public void Every_reply_is_a_verdict_or_a_fault_and_is_read_alike_twice() =>
        Prop.ForAll(
                Replies.ToArbitrary(),
                reply =>
                {
                    var reading = JudgeVerdict.Read(reply, binary: true, About("In Lyon."));
                    return (reading.Verdict is null) == (reading.Fault is not null)
                        && reading.Verdict?.Value is null or 0 or 1
                        && reading == JudgeVerdict.Read(reply, binary: true, About("In Lyon."));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_thought_first_changes_no_verdict() =>
        Prop.ForAll(
                Replies.Where(r => ReplyText.WithoutThoughts(r) == r).ToArbitrary(),
                Gen.Elements("", "<think>", "<Reasoning >", "<think><thinking></thinking>").ToArbitrary(),
                Gen.Elements(true, false).ToArbitrary(),
                (thoughts, opened, pass) =>
                    JudgeVerdict.Read($"{opened}{thoughts}</think>{Verdict(pass)}", binary: true, About("x")).Verdict?.Value
                    == (pass ? 1 : 0)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Prose_around_a_verdict_changes_nothing() =>
        Prop.ForAll(
                Prose.ListOf().Select(p => string.Concat(p)).ToArbitrary(),
                Prose.ListOf().Select(p => string.Concat(p)).ToArbitrary(),
                Gen.Elements(true, false).ToArbitrary(),
                (before, after, pass) =>
                    JudgeVerdict.Read(before + Verdict(pass) + after, binary: true, About("x")).Verdict?.Value == (pass ? 1 : 0)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_answer_repeated_word_for_word_is_never_its_own_verdict() =>
        Prop.ForAll(Replies.ToArbitrary(), answer => JudgeVerdict.Read($"It says: {answer}", binary: true, About(answer)).Verdict is null)
            .QuickCheckThrowOnFailure();

    private static string Verdict(bool pass) => JsonSerializer.Serialize(new { pass, reason = "a reason of its own" });

    private static Material About(string answer) => Material.Of(new Subject([], new ChatMessage("assistant", answer), null));
}
