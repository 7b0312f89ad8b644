using System.Security.Cryptography;
using System.Text;

namespace CozeLoop.Contracts;

/// <summary>Ids that more than one service must form alike.</summary>
public static class Ids
{
    /// <summary>A W3C trace id (32 lower-case hex digits) that is the same for the same parts: a repeated call replaces its span.</summary>
    public static string TraceId(params ReadOnlySpan<string> parts) => Hash(parts, 16);

    /// <summary>A W3C span id (16 lower-case hex digits) that is the same for the same parts.</summary>
    public static string SpanId(params ReadOnlySpan<string> parts) => Hash(parts, 8);

    /// <summary>A sortable new id: 48 bits of time, 80 random bits, as 32 hex digits (UUID version 7's layout without dashes).</summary>
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("n");

    private static string Hash(ReadOnlySpan<string> parts, int bytes)
    {
        // Length-prefixed, so that ("ab","c") and ("a","bc") differ.
        var text = new StringBuilder();
        foreach (string part in parts)
            text.Append(part.Length).Append(':').Append(part);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, bytes));
    }
}
