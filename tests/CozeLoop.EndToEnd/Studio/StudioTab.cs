using System.Collections.Concurrent;
using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>A browser tab in the studio, as a person uses it. What the browser complains about is kept.</summary>
internal sealed class StudioTab : IAsyncDisposable
{
    private const int PatienceMs = 60_000;
    public static readonly string? Pictures = Environment.GetEnvironmentVariable("COZELOOP_SCREENSHOTS");

    private readonly ConcurrentQueue<string> _complaints = new();

    public StudioTab(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(PatienceMs);
        SetDefaultExpectTimeout(PatienceMs);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>Errors of the browser's console and of scripts, oldest first.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>Opens an address of the studio and waits until it has drawn its data, an error or that there is nothing.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await DrawnAsync();
    }

    /// <summary>Waits for the circuit, and for whatever the page waits for.</summary>
    public async Task DrawnAsync()
    {
        await Page.WaitForSelectorAsync(".frame[data-ready]");
        await Expect(Page.Locator(".skeleton:visible")).ToHaveCountAsync(0);
    }

    public async Task LogInAsync()
    {
        await Page.GotoAsync("/login");
        await Page.FillAsync("input[name=email]", RunningProduct.Email);
        await Page.FillAsync("input[name=password]", RunningProduct.Password);
        await Page.ClickAsync("button[type=submit]");
        await DrawnAsync();
    }

    /// <summary>Writes what is on the screen into the folder that <c>COZELOOP_SCREENSHOTS</c> names; nothing without it.</summary>
    public Task PictureAsync(string name, int height = 900) => Pictures is null ? Task.CompletedTask : TakeAsync(name, height);

    // The page scrolls inside its frame, so a picture of more than the screen needs a higher one.
    private async Task TakeAsync(string name, int height)
    {
        var size = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(size.Width, height);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures!, name + ".png") });
        await Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    /// <summary>Every piece of text that is shown, as it stands between two tags.</summary>
    public Task<string[]> TextsAsync() =>
        Page.EvaluateAsync<string[]>(
            """
            () => {
              const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const text = walker.currentNode.textContent.trim(), parent = walker.currentNode.parentElement;
                const none = "script, style, pre, textarea, .cm-editor, code, kbd, .mono, .tag.key";
                if (text && !parent.closest(none) && parent.checkVisibility())
                    texts.push(text);
              }
              return texts;
            }
            """
        );

    /// <summary>Does one step of a story; where it fails, the test's output names the step and a picture of what was on the
    /// screen.</summary>
    public async Task StepAsync(string step, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            string picture = Path.Combine(Path.GetTempPath(), $"cozeloop-studio-{Guid.NewGuid():n}.png");
            await Page.ScreenshotAsync(new() { Path = picture });
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"The step \"{step}\" failed at {new Uri(Page.Url).AbsolutePath}; the screen: "
                    + $"{picture}\nThe browser said: {string.Join('\n', Complaints)}"
            );
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
