using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Prompts are written in an editor: with keys, with an input method, in the dark; and nothing of it is lost.</summary>
public sealed class EditorTests
{
    private const string Address = "/prompts/p";

    [Fact]
    public async Task What_is_written_reaches_the_page_and_is_lost_neither_by_haste_nor_with_the_product()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await StartAsync(ct);
        using var http = product.CreateClient();
        await using var tab = await OpenAsync(browser, product);
        await tab.StepAsync("write", () => WriteAsync(tab));
        await tab.StepAsync("leave it by Tab", () => LeaveAsync(tab));
        await tab.StepAsync("save in haste", () => SaveInHasteAsync(tab, new PromptsClient(http), ct));
        await tab.StepAsync("reload in haste", () => ReloadInHasteAsync(tab));
        Assert.Empty(tab.Complaints);
        await tab.StepAsync("write while the product is away", () => WriteWhileAwayAsync(tab, product, ct));
    }

    [Fact]
    public async Task An_input_method_is_not_disturbed_by_the_page()
    {
        await using var browser = await Chromium.StartAsync();
        await using var product = await StartAsync(TestContext.Current.CancellationToken);
        await using var tab = await OpenAsync(browser, product, language: "zh-Hans");
        await tab.StepAsync(
            "compose",
            async () =>
            {
                var editor = CodeField.On(tab);
                await editor.WriteAsync("请说：");
                var devTools = await tab.Page.Context.NewCDPSessionAsync(tab.Page);
                // Slower than the server is told, so that its answers come while a word is still being chosen.
                foreach (string pinyin in (string[])["n", "ni", "ni h", "ni hao"])
                {
                    await devTools.SendAsync("Input.imeSetComposition", Composed(pinyin));
                    await Task.Delay(500, TestContext.Current.CancellationToken);
                    await editor.HasAsync("请说：" + pinyin);
                }
                await editor.Area.EvaluateAsync("area => area.value = 'what the page sets in the middle of a word'");
                await devTools.SendAsync("Input.insertText", new() { ["text"] = "你好" });
                await editor.HasAsync("请说：你好");
                await tab.Page.Keyboard.InsertTextAsync("，{{name}}");
                await editor.HasAsync("请说：你好，{{name}}");
                await Expect(editor.Marks(".cm-hole")).ToHaveTextAsync(["{{name}}"]);
                await Expect(tab.Page.Locator(".try .tag.accent")).ToHaveTextAsync("name");
            }
        );
        await tab.StepAsync(
            "search",
            async () =>
            {
                await CodeField.On(tab).Content.PressAsync("Control+f");
                await Expect(tab.Page.Locator(".cm-search")).ToContainTextAsync("区分大小写");
                await tab.Page.Locator(".cm-search [name=search]").FillAsync("你好");
                await tab.Page.Keyboard.PressAsync("End"); // it searches when a key is let go
                await Expect(tab.Page.Locator(".cm-searchMatch")).ToHaveTextAsync("你好");
                Assert.Empty(await Axe.FindingsAsync(tab.Page));
                await tab.PictureAsync("editor-search-chinese");
                await tab.Page.Keyboard.PressAsync("Escape");
                await Expect(tab.Page.Locator(".cm-search")).ToHaveCountAsync(0);
            }
        );
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task It_marks_what_the_engine_fills_and_follows_the_theme()
    {
        await using var browser = await Chromium.StartAsync();
        await using var product = await StartAsync(TestContext.Current.CancellationToken);
        await using var tab = await OpenAsync(browser, product, theme: "dark");
        await tab.StepAsync("mark", () => MarkAsync(tab));
        await tab.StepAsync(
            "look at it in the dark",
            async () =>
            {
                var ink = await CodeField.On(tab).Content.EvaluateAsync<string>("el => getComputedStyle(el).color");
                Assert.Equal("rgb(236, 235, 230)", ink);
                Assert.Empty(await Axe.FindingsAsync(tab.Page));
                await tab.PictureAsync("editor-dark");
            }
        );
        await tab.StepAsync(
            "a judge names only what is filled",
            async () =>
            {
                await tab.GoAsync("/evaluators?new=judge");
                var judge = CodeField.On(tab, "Text of message 2");
                await judge.WriteAsync("{{answer}} {{anser}}");
                await Expect(judge.Marks(".cm-hole.cm-wrong")).ToHaveTextAsync(["{{anser}}"]);
                await Expect(judge.Marks(".cm-wrong")).ToHaveAttributeAsync("title", "Nothing fills the variable anser here.");
            }
        );
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Without_its_script_the_text_area_takes_what_is_typed()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await StartAsync(ct);
        using var http = product.CreateClient();
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.Page.RouteAsync("**/code-editor*.js", route => route.AbortAsync());
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync(
            "write and save",
            async () =>
            {
                await tab.GoAsync(Address);
                await CodeField.On(tab).Area.FillAsync("Plain {{name}}");
                await SaveAsync(tab);
            }
        );
        Assert.Equal("Plain {{name}}", await DraftAsync(new PromptsClient(http), ct));
    }

    private static async Task WriteAsync(StudioTab tab)
    {
        var editor = CodeField.On(tab);
        await Expect(tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Text of message 1" })).ToBeVisibleAsync();
        await editor.FocusAsync();
        await tab.Page.Keyboard.TypeAsync("Hi {{name}}, it is {{now");
        await editor.HasAsync("Hi {{name}}, it is {{now");
        await Expect(editor.Marks(".cm-hole")).ToHaveTextAsync(["{{name}}"]);
        await Expect(editor.Marks(".cm-wrong")).ToHaveTextAsync(["{{now"]);
        await Expect(tab.Page.Locator(".try .tag.accent")).ToHaveTextAsync("name");
        await Expect(tab.Page.Locator(".versions")).ToContainTextAsync("changes not saved");
        await editor.HasAsync("Hi {{name}}, it is {{now");
    }

    /// <summary>Tab is no character: who uses no mouse must get out.</summary>
    private static async Task LeaveAsync(StudioTab tab)
    {
        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(CodeField.On(tab).Content).Not.ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(CodeField.On(tab).Content).ToBeFocusedAsync();
        await CodeField.On(tab).HasAsync("Hi {{name}}, it is {{now");
    }

    private static async Task SaveInHasteAsync(StudioTab tab, PromptsClient prompts, CancellationToken ct)
    {
        await CodeField.On(tab).WriteAsync("Last word");
        await tab.Page.Keyboard.TypeAsync("!");
        await SaveAsync(tab);
        Assert.Equal("Last word!", await DraftAsync(prompts, ct));
    }

    private static async Task ReloadInHasteAsync(StudioTab tab)
    {
        await CodeField.On(tab).WriteAsync("Not told yet");
        await tab.Page.ReloadAsync();
        await tab.DrawnAsync();
        await CodeField.On(tab).HasAsync("Not told yet");
        await Expect(tab.Page.Locator(".versions")).ToContainTextAsync("changes not saved");
    }

    private static async Task WriteWhileAwayAsync(StudioTab tab, RunningProduct product, CancellationToken ct)
    {
        await product.KillAsync();
        await Expect(tab.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await CodeField.On(tab).WriteAsync("Written while it was away");
        await tab.Page.EvaluateAsync("window.isOldDocument = true");
        await product.RestartAsync(ct);
        await tab.Page.WaitForFunctionAsync(
            "() => !window.isOldDocument && document.querySelector('.frame[data-ready]')",
            null,
            new() { Timeout = 120_000 }
        );
        await tab.DrawnAsync();
        await CodeField.On(tab).HasAsync("Written while it was away");
    }

    private static async Task MarkAsync(StudioTab tab)
    {
        string[] templates =
        [
            "Hi {{ name }}, it is {{now}}.",
            @"\{{name}} is text, \\{{name}} is a variable, \\\{{name}} is text",
            "{{ }} {{1}} {{a-b.c}} {{客户}} {{a",
            "{\"a\": {\"b\": 1}} {{{x}}} {{a}}{{b}}",
        ];
        var editor = CodeField.On(tab);
        foreach (string template in templates)
        {
            await editor.WriteAsync(template);
            await editor.HasAsync(template);
            await Expect(editor.Marks(".cm-hole")).ToHaveTextAsync(PromptTemplate.Holes(template).Select(hole => template[hole]));
        }
    }

    private static Dictionary<string, object> Composed(string text) =>
        new()
        {
            ["text"] = text,
            ["selectionStart"] = text.Length,
            ["selectionEnd"] = text.Length,
        };

    private static async Task SaveAsync(StudioTab tab)
    {
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(tab.Page.Locator(".versions")).ToContainTextAsync("not committed");
    }

    private static async Task<string?> DraftAsync(PromptsClient prompts, CancellationToken ct) =>
        Assert.Single((await prompts.FindAsync("p", ct))!.Draft!.Messages).Content;

    private static async Task<RunningProduct> StartAsync(CancellationToken ct)
    {
        var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await new PromptsClient(http).CreateAsync(new CreatePrompt("p", null), ct);
        return product;
    }

    private static async Task<StudioTab> OpenAsync(Chromium browser, RunningProduct product, string theme = "light", string language = "en")
    {
        var tab = await browser.OpenAsync(product.Address, theme, language);
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync("open", () => tab.GoAsync(Address));
        return tab;
    }
}
