using System.Text.RegularExpressions;
using System.Xml.Linq;
using CozeLoop.Testing;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>
/// Finds texts that are resource keys: what a page shows when a text is missing. Keys of several words ("State running") are made of a
/// fixed word and a value, and a value nobody thought of shows as such a key.
/// </summary>
internal sealed partial class RawKeys
{
    private readonly HashSet<string> _keys = [],
        _words,
        _texts = [];

    public RawKeys()
    {
        foreach (
            string file in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "web/CozeLoop.Studio"),
                "*.resx",
                SearchOption.AllDirectories
            )
        )
        {
            if (file.Contains("/obj/", StringComparison.Ordinal) || file.Contains("/bin/", StringComparison.Ordinal))
                continue;
            foreach (var data in XDocument.Load(file).Root!.Elements("data"))
            {
                _keys.Add(data.Attribute("name")!.Value);
                _texts.Add(data.Element("value")!.Value);
            }
        }
        _keys.ExceptWith(_texts);
        _words = [.. _keys.Where(k => k.Contains(' ')).Select(k => k.Split(' ')[0])];
    }

    /// <summary>What stands behind the fixed word of a key of two: <c>running</c> of "State running".</summary>
    public IReadOnlySet<string> Values => _keys.Where(k => Compound().IsMatch(k)).Select(k => k.Split(' ')[1]).ToHashSet();

    public IEnumerable<string> Among(IEnumerable<string> shown) =>
        shown.Where(text =>
            !_texts.Contains(text)
            && (Compound().IsMatch(text) ? _words.Contains(text.Split(' ')[0]) : _keys.Contains(text) && Camel().IsMatch(text))
        );

    [GeneratedRegex("^[A-Z][A-Za-z]+ [a-z][A-Za-z]*$")]
    private static partial Regex Compound();

    /// <summary>A word with a hump: data may well contain "error" or "Model".</summary>
    [GeneratedRegex("^[A-Z][a-z]+[A-Z]")]
    private static partial Regex Camel();
}
