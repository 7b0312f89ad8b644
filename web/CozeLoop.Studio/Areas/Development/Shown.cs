using System.Collections;
using System.Globalization;
using System.Resources;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Areas.Development;

/// <summary>What the controls are shown with: short, long and Chinese texts, every kind and verdict, every failure with words of its
/// own.</summary>
internal static class Shown
{
    public const string Word = "airline-support",
        Chinese = "您好，我想把明天上午去上海的机票改签到后天下午，请问需要补多少差价？",
        Template = "You are {{ name }}, an assistant of {{company}}.\n请用{{language}}回答。\nToday is {{now",
        Json = "{\n  \"type\": \"object\",\n  \"required\": [\"to\", 2, true, null],\n  \"title\": \"目的地\"\n}",
        Long =
            "I can move your flight to Friday afternoon. The fare difference is 42 dollars, and the change itself is free of charge "
            + "because the airline moved the departure first. Shall I go ahead?";

    public const string Markdown = """
        ## 改签方案

        Your **options**, with `fare` and [the rules](https://example.test/rules):

        | flight | leaves | pays |
        |---|---:|---|
        | HAT024 | 14:05 | ~~60~~ 42 dollars |

        1. change
           - [x] asked
           - [ ] paid

        > A quotation.

        ```json
        { "seat": "12A" }
        ```

        ![a seat map](https://example.test/seats.png)
        """;

    public const string Hostile = "<script>alert(1)</script> [click](javascript:alert(1)) <img src=x onerror=alert(1)>";

    public static readonly string Nested = new string('>', 200) + " deep";

    public static readonly string Unbroken = string.Concat(Enumerable.Repeat("https://example.test/a/", 12));

    public static readonly IReadOnlyList<string> Kinds = SpanKinds.All;

    public static readonly string?[] Verdicts =
    [
        null,
        Contracts.Api.Verdicts.Better,
        Contracts.Api.Verdicts.Worse,
        Contracts.Api.Verdicts.Inconclusive,
        Contracts.Api.Verdicts.None,
    ];

    public static readonly Score[] Scores =
    [
        new("s1", "success", 1, null),
        new("s2", "success", 0, null),
        new("s3", "politeness", 0.734, null),
        new("s4", "tone", null, "friendly") { DataType = ScoreDataTypes.Categorical },
        new("s5", Chinese, 0.5, null),
    ];

    public static readonly DiffRun[] Diff =
    [
        new(DiffChanges.Same, "Answer in "),
        new(DiffChanges.Removed, "three sentences"),
        new(DiffChanges.Added, "一句话"),
        new(DiffChanges.Same, " at most."),
    ];

    /// <summary>Each code that has words of its own, as a reader of the present language sees it.</summary>
    public static IReadOnlyList<Failure> Failures
    {
        get
        {
            var english = new ResourceManager(typeof(FailureTexts)).GetResourceSet(CultureInfo.InvariantCulture, true, false)!;
            return
            [
                .. english
                    .Cast<DictionaryEntry>()
                    .Select(e => (Code: (string)e.Key, Said: string.Format(CultureInfo.InvariantCulture, (string)e.Value!, Long)))
                    .OrderBy(e => e.Code, StringComparer.Ordinal)
                    .Select(e => new Failure(e.Code, FailureTexts.Of(e.Code, e.Said), "0f3a5c7e9b1d")),
            ];
        }
    }
}
