using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>A prompt small enough for a link: UTF-8, deflated, base64url. A system prompt of 6,000 characters takes about 3,500.</summary>
internal static class PackedText
{
    /// <summary>A crafted link must not unpack to more than any prompt is long.</summary>
    private const int MostBytes = 1 << 20;

    public static string Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
            deflate.Write(Encoding.UTF8.GetBytes(text));
        return Base64Url.EncodeToString(packed.ToArray());
    }

    /// <summary>Null for null, for anything that <see cref="Pack"/> did not write, and for more than 1 MiB.</summary>
    public static string? Unpack(string? packed)
    {
        if (packed is null || !Base64Url.IsValid(packed))
            return null;
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(Base64Url.DecodeFromChars(packed)), CompressionMode.Decompress);
            byte[] text = new byte[MostBytes + 1];
            int length = deflate.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return length > MostBytes ? null : Encoding.UTF8.GetString(text, 0, length);
        }
        catch (InvalidDataException)
        {
            return null; // A mangled link: the page opens without the text.
        }
    }
}
