namespace CozeLoop.Platform.Web;

/// <summary>
/// Where to lead someone back to: only paths of this site, so that a link to it cannot lead elsewhere, and only what a header can hold.
/// </summary>
public static class LocalAddress
{
    private const int MaxLength = 4000;

    /// <summary>The path as it may stand in a header; <c>/</c> where it is none of this site.</summary>
    public static string Of(string? wanted)
    {
        bool local = wanted is ['/', ..] and not ['/', '/' or '\\', ..] && wanted.Length <= MaxLength && !wanted.Any(char.IsControl);
        if (!local)
            return "/";
        return wanted!.All(char.IsAscii)
            ? wanted!
            : string.Concat(
                wanted!.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString()))
            );
    }
}
