using System.Text.RegularExpressions;

namespace CozeLoop.Contracts;

/// <summary>
/// An id as one segment of an address. Ids are free strings, and three kinds of text do not survive between a client and a server: a slash
/// that is decoded too early, and the parts <c>.</c> and <c>..</c>, which browsers, proxies and servers resolve even where they are
/// percent-encoded. A slash therefore travels as <c>%2F</c>, and a part of dots with a tilde before it: <c>~..</c> (a part that looks like
/// that gets one tilde more).
/// </summary>
public static partial class PathSegment
{
    public static string Encode(string id) => Uri.EscapeDataString(Parts(id, DotPart(), "~$0"));

    /// <param name="raw">As it stands in the request line or the address bar, still percent-encoded.</param>
    public static string Decode(string raw) => Parts(Uri.UnescapeDataString(raw), MarkedDotPart(), "$1");

    private static string Parts(string text, Regex part, string replacement) => text.Contains('.') ? part.Replace(text, replacement) : text;

    [GeneratedRegex(@"(?<=^|/)~*\.{1,2}(?=\z|/)")]
    private static partial Regex DotPart();

    [GeneratedRegex(@"(?<=^|/)~(~*\.{1,2})(?=\z|/)")]
    private static partial Regex MarkedDotPart();
}
