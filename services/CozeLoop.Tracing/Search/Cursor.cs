using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CozeLoop.Tracing.Search;

/// <summary>The key of the last row of a page: a time and the ids that order equal times. Opaque to clients.</summary>
internal sealed record Cursor(long Time, string Id, string Id2 = "")
{
    public string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Time.ToString(CultureInfo.InvariantCulture)}\n{Id}\n{Id2}"));

    /// <summary>Null where the text is no cursor of ours.</summary>
    public static Cursor? Decode(string text)
    {
        if (!Base64Url.IsValid(text)) return null;
        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n');
        return parts.Length == 3 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long time) ? new Cursor(time, parts[1], parts[2]) : null;
    }
}
