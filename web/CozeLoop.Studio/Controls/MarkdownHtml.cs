using System.Text.Json;
using AngleSharp.Dom;
using Ganss.Xss;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CozeLoop.Studio.Controls;

/// <summary>
/// Markdown as HTML that may be shown whoever wrote it. Markdig takes no HTML from the text, and HtmlSanitizer lets through only what
/// Markdown makes: neither has to be without a fault. Nothing is loaded from another host, and links open elsewhere, telling nobody
/// where they were found.
/// </summary>
internal static class MarkdownHtml
{
    /// <summary>Some text takes a time of the square of its length: 16,000 characters of brackets half a second.</summary>
    public const int Longest = 16_000;

    /// <summary>A table is filled up to a rectangle, so that few characters can ask for millions of cells.</summary>
    private const int MostCells = 5_000;
    private const int Deepest = 32;

    private static readonly string[] Schemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto];
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder { MaximumNestingDepth = Deepest }
        .DisableHtml()
        .UsePipeTables(new() { UseGfmRules = true })
        .UseTaskLists()
        .UseAutoLinks()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseCjkFriendlyEmphasis()
        .UseSoftlineBreakAsHardlineBreak()
        .Build();
    private static readonly HtmlSanitizer Sanitizer = Strict();

    /// <param name="text">As the model wrote it.</param>
    /// <param name="image">The word for an image, to which a link is shown: loading it would tell its host who reads.</param>
    /// <returns>Null where the text is too long or too deep: then it is shown as it is.</returns>
    public static string? Of(string text, string image)
    {
        bool isBounded = text.Length <= Longest && Cells(text) <= MostCells;
        return isBounded && Rendered(text, image) is { } html ? Sanitizer.Sanitize(html) : null;
    }

    /// <summary>An answer in a schema is data, in which underscores and indents mean what they are.</summary>
    public static bool IsJson(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed is not (['{', .., '}'] or ['[', .., ']']))
            return false;
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Rendered(string text, string image)
    {
        try
        {
            var document = Markdown.Parse(text, Pipeline);
            foreach (var link in document.Descendants<LinkInline>().Where(l => l.IsImage).ToList())
                ToLink(link, image);
            foreach (var task in document.Descendants<TaskList>().ToList())
                task.ReplaceBy(new LiteralInline(task.Checked ? "☑" : "☐"));
            return document.ToHtml(Pipeline);
        }
        catch (ArgumentException) // How Markdig's parser and renderer say that the text is nested too deep for them.
        {
            return null;
        }
    }

    private static long Cells(string text)
    {
        int lines = 0,
            widest = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
            (lines, widest) = (lines + 1, Math.Max(widest, line.Count('|')));
        return (long)lines * widest;
    }

    /// <summary>An image that is a link itself leaves that link, with its words.</summary>
    private static void ToLink(LinkInline link, string image)
    {
        if (link.FirstChild is null)
            link.AppendChild(new LiteralInline(link.Url ?? ""));
        link.FirstChild!.InsertBefore(new LiteralInline(image + ": "));
        link.IsImage = false;
        if (link.Parent?.FindParentOfType<LinkInline>().Any() == true)
            link.ReplaceBy(new ContainerInline());
    }

    private static HtmlSanitizer Strict()
    {
        var sanitizer = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                AllowedTags = Set(
                    "p br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del a table thead tbody tr th td".Split(' ')
                ),
                AllowedAttributes = Set("href", "title", "start", "style"),
                AllowedCssProperties = Set("text-align"),
                AllowedSchemes = Set(Schemes),
                UriAttributes = Set("href"),
            }
        );
        sanitizer.FilterUrl += (_, url) => url.SanitizedUrl = LeadsOut(url.OriginalUrl) ? url.SanitizedUrl : null;
        sanitizer.PostProcessNode += (_, found) => Mark(found.Node as IElement);
        return sanitizer;
    }

    /// <summary>A path would lead into the studio, with the reader's rights.</summary>
    private static bool LeadsOut(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && Schemes.Contains(address.Scheme);

    private static void Mark(IElement? element)
    {
        if (element is { LocalName: "a" } && element.HasAttribute("href"))
        {
            element.SetAttribute("target", "_blank");
            element.SetAttribute("rel", "noopener noreferrer nofollow");
        }
        // An answer's headings are none of the page: its outline stays whole.
        if (element?.LocalName is ['h', >= '1' and <= '6'])
            element.SetAttribute("role", "presentation");
    }

    private static HashSet<string> Set(params IEnumerable<string> names) => new(names, StringComparer.OrdinalIgnoreCase);
}
