using System.Text;
using System.Text.RegularExpressions;

namespace CozeLoop.Contracts.Prompts;

/// <summary>
/// The <c>{{variable}}</c> engine: one pass, no logic, no recursion, so that a rendered value is never read as a template again.
/// A hole is two braces, optional white space, a name (a letter or <c>_</c>, then letters, digits, <c>_ . -</c>), optional white space,
/// two braces; everything else is text, other braces included. Escape: a backslash directly before a hole makes it text (<c>\{{name}}</c>
/// renders <c>{{name}}</c>), two backslashes there are one backslash and a hole, and so on; backslashes elsewhere are text.
/// </summary>
public sealed partial class PromptTemplate
{
    /// <summary>Characters of one rendered text: a short template can name a long value a million times.</summary>
    public const int MaxRendered = 8 << 20;

    private PromptTemplate(IReadOnlyList<TemplatePart> parts)
    {
        Parts = parts;
        Variables = [.. parts.OfType<TemplatePart.Hole>().Select(h => h.Name).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Literals and holes in order; two literals never follow each other, and no literal is empty.</summary>
    public IReadOnlyList<TemplatePart> Parts { get; }

    /// <summary>Distinct names in order of first use.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>Reads a template. Every text is one.</summary>
    public static PromptTemplate Parse(string text)
    {
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        int done = 0;
        foreach (Match hole in Hole().Matches(text))
        {
            int slashes = BackslashesBefore(text, done, hole.Index);
            literal.Append(text, done, hole.Index - slashes - done).Append('\\', slashes / 2);
            done = hole.Index + hole.Length;
            if (slashes % 2 == 1)
                literal.Append(hole.ValueSpan);
            else
            {
                Flush();
                parts.Add(new TemplatePart.Hole(hole.Groups[1].Value));
            }
        }
        literal.Append(text, done, text.Length - done);
        Flush();
        return new PromptTemplate(parts);

        void Flush()
        {
            if (literal.Length > 0)
                parts.Add(new TemplatePart.Literal(literal.ToString()));
            literal.Clear();
        }
    }

    /// <summary>Fills the holes. Variables that no hole names are ignored; holes that no variable fills are listed, and nothing is
    /// rendered.</summary>
    public RenderResult Render(IReadOnlyDictionary<string, string> variables)
    {
        string[] unknown = [.. Variables.Where(name => !variables.ContainsKey(name))];
        if (unknown.Length > 0)
            return new RenderResult.UnknownVariables(unknown);
        long length = Parts.Sum(part =>
            (long)(part is TemplatePart.Hole hole ? variables[hole.Name] : ((TemplatePart.Literal)part).Text).Length
        );
        if (length > MaxRendered)
            return new RenderResult.TooLong(length);
        var text = new StringBuilder((int)length);
        foreach (var part in Parts)
            text.Append(part is TemplatePart.Hole hole ? variables[hole.Name] : ((TemplatePart.Literal)part).Text);
        return new RenderResult.Rendered(text.ToString());
    }

    /// <summary>A template without holes that renders exactly <paramref name="text"/>: for recorded text that becomes a prompt.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        int done = 0;
        foreach (Match hole in Hole().Matches(text))
        {
            int slashes = BackslashesBefore(text, done, hole.Index);
            escaped.Append(text, done, hole.Index - done).Append('\\', slashes + 1).Append(hole.ValueSpan);
            done = hole.Index + hole.Length;
        }
        return escaped.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Where the holes stand in the text as written, braces included, in order; for editors that mark them.</summary>
    public static IEnumerable<Range> Holes(string text)
    {
        int done = 0;
        foreach (Match hole in Hole().Matches(text))
        {
            if (BackslashesBefore(text, done, hole.Index) % 2 == 0)
                yield return hole.Index..(hole.Index + hole.Length);
            done = hole.Index + hole.Length;
        }
    }

    private static int BackslashesBefore(string text, int from, int index)
    {
        int start = index;
        while (start > from && text[start - 1] == '\\')
            start--;
        return index - start;
    }

    [GeneratedRegex(@"\{\{\s*([\p{L}_][\p{L}\p{Mn}\p{Nd}_.-]*)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}

/// <summary>A piece of a template: text as it is, or a variable's place.</summary>
public abstract record TemplatePart
{
    private TemplatePart() { }

    public sealed record Literal(string Text) : TemplatePart;

    public sealed record Hole(string Name) : TemplatePart;
}

/// <summary>What became of a template and its variables.</summary>
public abstract record RenderResult
{
    private RenderResult() { }

    public sealed record Rendered(string Text) : RenderResult;

    /// <param name="Names">Holes without a value, in order of first use.</param>
    public sealed record UnknownVariables(IReadOnlyList<string> Names) : RenderResult;

    /// <param name="Length">What it would have had, in characters; more than <see cref="PromptTemplate.MaxRendered"/>.</param>
    public sealed record TooLong(long Length) : RenderResult;
}
