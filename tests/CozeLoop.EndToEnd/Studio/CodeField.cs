using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>An editor of prompts or code, written in as a person does: with keys, or by a paste where it is long.</summary>
internal sealed class CodeField
{
    private const int Long = 2_000;

    // What a browser does with Ctrl V: headless it has no clipboard to press it for.
    private const string Paste = """
        (content, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }
        """;

    private readonly ILocator _root;

    private CodeField(ILocator root) => _root = root;

    /// <summary>The first on the page, or the one with this name.</summary>
    public static CodeField On(StudioTab tab, string? label = null)
    {
        var all = tab.Page.Locator("main .code-editor");
        return new((label is null ? all : all.Filter(new() { Has = tab.Page.Locator($"textarea[aria-label=\"{label}\"]") })).First);
    }

    /// <summary>What a person writes in.</summary>
    public ILocator Content => _root.Locator(".cm-content");

    /// <summary>What the page knows of it.</summary>
    public ILocator Area => _root.Locator("textarea");

    public ILocator Marks(string name) => Content.Locator(name);

    public async Task FocusAsync()
    {
        await Content.FocusAsync();
        await Expect(Content).ToBeFocusedAsync();
    }

    /// <summary>Puts a text in the place of what is there.</summary>
    public async Task WriteAsync(string text)
    {
        await FocusAsync();
        await Content.PressAsync("Control+a");
        if (text.Length > Long)
            await Content.EvaluateAsync(Paste, text);
        else if (text.Length == 0)
            await Content.PressAsync("Delete");
        else
            await Content.Page.Keyboard.InsertTextAsync(text);
    }

    /// <summary>Waits until the page knows it, and looks whether the editor shows it; of a long text only what is in view is
    /// drawn.</summary>
    public async Task HasAsync(string text)
    {
        await Expect(Area).ToHaveValueAsync(text);
        if (text.Length <= Long)
            Assert.Equal(text, string.Join('\n', await Content.Locator(".cm-line").AllTextContentsAsync()));
    }
}
