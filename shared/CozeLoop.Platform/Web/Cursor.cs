using System.Buffers.Text;
using System.Text.Json;
using CozeLoop.Contracts;

namespace CozeLoop.Platform.Web;

/// <summary>
/// The whole sort key of the last row of a page: what the list is sorted by, then the ids that order equal rows. It names a place and not
/// a row, so a page begins where the last one ended also when that row is gone or others have come before it.
/// </summary>
/// <param name="Time">In the list's own unit; 0 where it is sorted by ids alone.</param>
public sealed record Cursor(long Time, string Id, string Id2 = "")
{
    private const int Version = 1;

    // Two ids of 1,024 characters that JSON escapes, six characters each, in Base64; a longer text is none of ours and need not be decoded.
    private const int MaxLength = 20_000;

    /// <summary>Opaque to clients.</summary>
    /// <param name="list">The list's name: a cursor leads on only where it came from.</param>
    public string Encode(string list) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Form(Version, list, Time, Id, Id2), Json.Compact));

    /// <summary>Null where the text is not a cursor of this list and version.</summary>
    public static Cursor? Decode(string list, string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            return null;
        try
        {
            var form = JsonSerializer.Deserialize<Form>(Base64Url.DecodeFromChars(text), Json.Compact);
            return form is { V: Version, Id: { } id, Id2: { } id2 } && form.List == list ? new Cursor(form.Time, id, id2) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Form(int V, string List, long Time, string? Id, string? Id2);
}
