using System.Text.RegularExpressions;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Answers are shown as their Markdown means them, whatever else is in it; and to the letter for who wants that.</summary>
public sealed class AnswerTests
{
    private const string Question = "Which **seats** are left?";
    private const string Answer = """
        ## 航班 PL1000 Seats

        **注意：**请先确认，*不可退款*。Two are *left*:

        | seat | class | price |
        |:-----|-------|------:|
        | 12A  | economy | $120 |
        | 3C   | business | $480 |

        1. Choose one.
        2. Confirm with `PL1000`:
           - [x] passport
           - [ ] luggage

        ```json
        {"seat": "12A"}
        ```

        > Prices change.

        More in [the rules](https://rules.example/seats), ![the plan](https://tracker.example/plan.png)
        <img src="https://tracker.example/pixel.png" onerror="window.hacked = 1"><script>window.hacked = 1</script>
        [here](javascript:window.hacked=1) <svg onload="window.hacked = 1">
        """;

    [Fact]
    public async Task An_answer_is_read_as_markdown_and_nothing_in_it_runs_or_loads()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await SendAsync(http, ct);
        foreach (var (language, theme) in ((string, string)[])[("en", "light"), ("zh-Hans", "dark")])
        {
            await using var tab = await browser.OpenAsync(product.Address, theme, language);
            var foreign = new List<string>();
            tab.Page.Request += (_, request) =>
                foreign.AddRange(request.Url.Contains(".example", StringComparison.Ordinal) ? [request.Url] : []);
            await tab.StepAsync("log in", tab.LogInAsync);
            await tab.StepAsync($"read, {language}", () => ReadAsync(tab, language));
            if (language == "en")
                await tab.StepAsync("follow its link", () => FollowAsync(tab));
            await tab.StepAsync($"read to the letter, {language}", () => ReadPlainAsync(tab));
            Assert.Empty(tab.Complaints);
            Assert.Empty(foreign);
            Assert.False(await tab.Page.EvaluateAsync<bool>("() => 'hacked' in window"));
        }
    }

    private static async Task ReadAsync(StudioTab tab, string language)
    {
        await tab.GoAsync("/sessions/answers");
        var answer = tab.Page.Locator(".bubble.assistant");
        await Expect(answer.Locator("td")).ToHaveTextAsync(["12A", "economy", "$120", "3C", "business", "$480"]);
        await Expect(answer.Locator("pre")).ToHaveTextAsync("{\"seat\": \"12A\"}\n");
        await Expect(answer.Locator("a[href]")).ToHaveCountAsync(2);
        await Expect(answer.Locator("img, svg, script")).ToHaveCountAsync(0);
        await Expect(tab.Page.Locator(".bubble.user")).ToContainTextAsync(Question);
        await tab.PictureAsync($"answer-{language}");
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await tab.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            Assert.Empty(await Axe.FindingsAsync(tab.Page));
        }
        await tab.Page.SetViewportSizeAsync(390, 844);
        await tab.PictureAsync($"answer-{language}-390");
        Assert.Empty(await PageFaults.MisfitsAsync(tab.Page));
        await tab.Page.SetViewportSizeAsync(1440, 900);
    }

    /// <summary>It opens a tab of its own and selects nothing: a click on the bubble would lead to the span.</summary>
    private static async Task FollowAsync(StudioTab tab)
    {
        await tab.Page.Context.RouteAsync("https://rules.example/**", route => route.FulfillAsync(new() { Body = "rules" }));
        string here = tab.Page.Url;
        var opened = await tab.Page.Context.RunAndWaitForPageAsync(() => tab.Page.Locator(".markdown a").First.ClickAsync());
        Assert.Equal("https://rules.example/seats", opened.Url);
        Assert.True(await opened.EvaluateAsync<bool>("() => opener === null && document.referrer === ''"));
        await opened.CloseAsync();
        Assert.Equal(here, tab.Page.Url);
    }

    private static async Task ReadPlainAsync(StudioTab tab)
    {
        await tab.Page.Locator("main .seg button").Nth(1).ClickAsync();
        await PlainAsync();
        await tab.Page.ReloadAsync();
        await tab.DrawnAsync();
        await PlainAsync();
        await tab
            .Page.Locator(".bubble.assistant")
            .ClickAsync(
                new()
                {
                    Position = new() { X = 5, Y = 5 },
                }
            );
        await Expect(tab.Page).ToHaveURLAsync(new Regex("/traces/.+span="));
        await PlainAsync();
        await tab.PictureAsync("answer-plain");

        async Task PlainAsync()
        {
            await Expect(tab.Page.Locator(".bubble.assistant .text")).ToContainTextAsync("| 12A  | economy | $120 |");
            await Expect(tab.Page.Locator(".markdown")).ToHaveCountAsync(0);
        }
    }

    private static async Task SendAsync(HttpClient http, CancellationToken ct)
    {
        var request = new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = "answers" }, "answers");
        long start = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds() * 1_000_000_000;
        request.Add(
            new OtlpSpan(Ids.TraceId("answers", "1"), Ids.SpanId("answers", "1"), null, "chat", start, start + 900_000_000)
            {
                Attributes = new Dictionary<string, object?>
                {
                    ["cozeloop.kind"] = "model",
                    ["session.id"] = "answers",
                    ["input.value"] = Question,
                    ["output.value"] = Answer,
                },
            }
        );
        using var body = new ByteArrayContent(request.ToArray());
        body.Headers.ContentType = new("application/x-protobuf");
        using var answer = await http.PostAsync("/v1/traces", body, ct);
        answer.EnsureSuccessStatusCode();
        await Queues.DrainedAsync(http, ct);
    }
}
