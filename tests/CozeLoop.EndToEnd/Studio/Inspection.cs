using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Looks at pages as they are shown and keeps what is wrong with them: each finding once, with the first page that has
/// it.</summary>
/// <param name="data">What the workspace holds, so that it is not taken for words of the studio.</param>
internal sealed class Inspection(string data)
{
    private static readonly (int Width, int Height) Desk = (1440, 900),
        Laptop = (1280, 800),
        Phone = (390, 844);
    private static readonly RawKeys RawKeys = new();

    private readonly LatinWords _latin = new(data, RawKeys.Values);
    private readonly Dictionary<string, string> _findings = [];
    private readonly Dictionary<string, string> _links = [];
    private readonly HashSet<string> _seen = [];

    public IReadOnlyList<string> Findings => [.. _findings.Select(f => $"{f.Value}: {f.Key}")];

    public async Task InspectAsync(StudioTab tab, Appearance appearance, string name)
    {
        if (!name.EndsWith("-login", StringComparison.Ordinal))
            await Expect(tab.Page.Locator(".rail .group a").First).ToHaveTextAsync(appearance.Overview, new() { UseInnerText = true });
        await Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("lang", appearance.Language);
        _seen.Add(new Uri(tab.Page.Url).PathAndQuery);
        Keep(name, tab.Complaints.Where(c => !IsOfNothing(c)).Select(c => $"the browser says: {c}"));
        string[] texts = await tab.TextsAsync();
        Keep(name, RawKeys.Among(texts).Select(key => $"a key instead of a text: {key}"));
        if (appearance.Language != "en")
            Keep(name, _latin.Among(texts));
        Keep(name, await PageFaults.OfTextAndControlsAsync(tab.Page));
        Keep(name, await PageFaults.MisfitsAsync(tab.Page));
        foreach (string theme in appearance.Themes)
        {
            var scheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light;
            await tab.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("data-theme", theme);
            await tab.PictureAsync($"{name}-{appearance.Suffix(theme)}");
            if (appearance.Language == "en" || theme == "dark")
                Keep($"{name}, {theme}", await Axe.FindingsAsync(tab.Page));
        }
        foreach (var size in ((int, int)[])[Laptop, Phone])
            await NarrowAsync(tab, appearance, name, size);
        await CollectAsync(tab.Page, name);
        await SizeAsync(tab.Page, Desk);
    }

    /// <summary>Every link leads somewhere; of links of one shape (a trace's, say) one that was not walked is opened.</summary>
    public async Task FollowLinksAsync(StudioTab tab)
    {
        foreach (var (link, page) in _links.Where(l => !_seen.Contains(l.Key)).DistinctBy(l => Shape(l.Key)))
        {
            var answer = await tab.Page.Context.APIRequest.GetAsync(link, new() { MaxRedirects = 0 });
            if (answer.Status >= 400)
                Keep(page, [$"{link} answers {answer.Status}"]);
            string type = answer.Headers.GetValueOrDefault("content-type", "");
            if (answer.Status != 200 || !type.StartsWith("text/html", StringComparison.Ordinal))
                continue;
            await tab.StepAsync($"follow {link}", () => tab.GoAsync(link));
            if (await tab.Page.Locator(".empty code, .problem:visible, .empty[role=alert]").CountAsync() > 0)
                Keep(page, [$"{link} leads to nothing"]);
        }
    }

    private async Task NarrowAsync(StudioTab tab, Appearance appearance, string name, (int Width, int Height) size)
    {
        await SizeAsync(tab.Page, size);
        await tab.PictureAsync($"{name}-{appearance.Suffix("light")}-{size.Width}");
        Keep($"{name} at {size.Width}", await PageFaults.MisfitsAsync(tab.Page));
        if (size == Phone && appearance.Language == "en")
            Keep($"{name} at {size.Width}", await Axe.FindingsAsync(tab.Page));
    }

    private async Task CollectAsync(IPage page, string name)
    {
        var complaints = await page.Locator(".problem:visible, .banner[role=alert]:visible, #blazor-error-ui:visible").AllInnerTextsAsync();
        Keep(name, complaints.Select(text => $"it says: {text}"));
        const string Links = "() => [...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.getAttribute('href'))";
        foreach (string link in await page.EvaluateAsync<string[]>(Links))
            _links.TryAdd(link, name);
    }

    private static Task SizeAsync(IPage page, (int Width, int Height) size) => page.SetViewportSizeAsync(size.Width, size.Height);

    /// <summary>The document of what does not exist is a 404 by intent, and the browser says so.</summary>
    private static bool IsOfNothing(string complaint) =>
        StudioPages
            .Empty.Where(page => page.Name.Contains("unknown", StringComparison.Ordinal))
            .Any(page => complaint.Contains(page.Path, StringComparison.Ordinal));

    private static string Shape(string link)
    {
        string[] parts = link.Split('?')[0].Split('/');
        bool isOne = parts is ["", "traces" or "sessions" or "prompts" or "replays" or "evaluators", not "new", ..];
        return isOne ? string.Join('/', parts[..2]) + "/*" + string.Join('/', parts[3..]) : link;
    }

    private void Keep(string page, IEnumerable<string> findings)
    {
        foreach (string finding in findings)
        {
            if (_findings.TryAdd(finding, page) && StudioTab.Pictures is { } folder)
                File.AppendAllText(Path.Combine(folder, "findings.txt"), $"{page}: {finding}\n");
        }
    }
}
