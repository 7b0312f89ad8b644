using System.Text;

namespace CozeLoop.Models.Providers;

/// <summary>One text that comes in pieces, without the key: a piece that may be its beginning is held until the next one shows.</summary>
internal sealed class StreamedRedaction(KeyRedaction secret)
{
    /// <summary>Shorter beginnings pass: half of all words end like one, and two characters tell nothing.</summary>
    private const int ShortestHeld = 3;

    private string _told = "",
        _held = "";

    /// <returns>What may be told now.</returns>
    public string Take(string piece)
    {
        string text = _told + _held + piece;
        int from = _told.Length,
            afterKey = 0;
        var safe = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (secret.StandsAt(text, i, out int end, out bool cut))
            {
                if (i > from)
                    safe.Append(text, from, i - from);
                safe.Append(KeyRedaction.Mark);
                from = afterKey = end;
                i = end - 1;
            }
            else if (cut && text.Length - i >= ShortestHeld)
            {
                int hold = Math.Max(i, from);
                safe.Append(text, from, hold - from);
                (_told, _held) = (text[i..hold], text[hold..]);
                return safe.ToString();
            }
        }
        if (text.Length > from)
            safe.Append(text, from, text.Length - from);
        // Enough for a beginning that was too short to hold.
        _told = text[Math.Max(afterKey, text.Length - (ShortestHeld - 1))..];
        _held = "";
        return safe.ToString();
    }

    /// <returns>What was held and has not become the key.</returns>
    public string End()
    {
        string rest = _held;
        (_told, _held) = ("", "");
        return rest;
    }
}
