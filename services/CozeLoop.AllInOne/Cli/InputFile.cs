using System.Text;

namespace CozeLoop.AllInOne.Cli;

/// <summary>Reads what a user names as a text: UTF-8, or what its byte order mark says.</summary>
internal static class InputFile
{
    // As much as the API takes in one body.
    private const int MaxCharacters = 8 << 20;

    /// <summary>The text itself; with <c>@</c> before it the file of that name; <c>@@</c> begins a text with one <c>@</c>.</summary>
    /// <exception cref="CommandException">There is no such text file.</exception>
    public static async Task<string> TextAsync(string given, CancellationToken ct) =>
        given.StartsWith("@@", StringComparison.Ordinal) ? given[1..]
        : given.StartsWith('@') ? await ReadAsync(given[1..], ct)
        : given;

    /// <exception cref="CommandException">It is not there, a folder, not to be read, too long, or no text.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken ct)
    {
        if (Directory.Exists(path))
            throw new CommandException(Texts.Of("file.folder", path));
        try
        {
            using var reader = new StreamReader(File.OpenRead(path), new UTF8Encoding(false, throwOnInvalidBytes: true));
            string text = await ReadAsync(reader, path, ct);
            return text.Contains('\0', StringComparison.Ordinal) ? throw new CommandException(Texts.Of("file.binary", path)) : text;
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException(Texts.Of("file.not-utf8", path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException(Texts.Of("file.unreadable", path, e.Message));
        }
    }

    // Not by its length: a pipe or a device has none.
    private static async Task<string> ReadAsync(StreamReader reader, string path, CancellationToken ct)
    {
        var text = new StringBuilder();
        char[] buffer = new char[16 << 10];
        while (await reader.ReadAsync(buffer, ct) is > 0 and var count)
        {
            if (text.Length + count > MaxCharacters)
                throw new CommandException(Texts.Of("file.too-long", path, MaxCharacters));
            text.Append(buffer, 0, count);
        }
        return text.ToString();
    }
}
