using System.Globalization;

namespace CozeLoop.Platform.Messaging;

/// <summary>Names one delivery of one message to one group; written as <c>message:group:receipt</c>.</summary>
internal readonly record struct Receipt(long Message, long Group, long Number)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Message}:{Group}:{Number}");

    /// <exception cref="FormatException">The handle is not one of this broker's.</exception>
    public static Receipt Parse(string handle)
    {
        string[] parts = handle.Split(':');
        if (parts.Length != 3)
            throw new FormatException($"Not a receipt handle: {handle}");
        return new Receipt(Number(parts[0]), Number(parts[1]), Number(parts[2]));
        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
