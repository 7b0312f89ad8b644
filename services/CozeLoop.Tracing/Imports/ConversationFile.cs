using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Imports;

/// <summary>
/// Reads conversations, one JSON object per line. A line that is not one, or would become too large, is a warning; the others are kept.
/// </summary>
internal sealed class ConversationFile(IOptions<ImportOptions> options)
{
    /// <summary>Each conversation when it is asked for; the one before may be forgotten by then.</summary>
    /// <param name="toolsBytes">What every call holds beside its messages.</param>
    public async IAsyncEnumerable<Conversation> ReadAsync(
        Stream file,
        int toolsBytes,
        ImportTally tally,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        long together = 0;
        await foreach (var line in Lines.ReadAsync(file, options.Value.MaxItemBytes, ct))
        {
            if (line.Text is not null && string.IsNullOrWhiteSpace(line.Text))
                continue;
            var (conversation, problem) = line.Text is { } text ? Conversation.Read(text) : (null, TooLong);
            if (conversation is not null)
                problem = TooMuch(conversation, toolsBytes, ref together);
            if (problem is null)
                yield return conversation!;
            else
                tally.Warn(string.Create(CultureInfo.InvariantCulture, $"Line {line.Number} was left out: {problem}."));
        }
    }

    /// <summary>Lines of the file, whatever is in them.</summary>
    public static async Task<int> CountAsync(Stream file, CancellationToken ct)
    {
        int count = 1,
            read;
        byte[] buffer = new byte[64 << 10];
        while ((read = await file.ReadAsync(buffer, ct)) > 0)
            count += buffer.AsSpan(0, read).Count((byte)'\n');
        return count;
    }

    private string TooLong => $"it is longer than {Size(options.Value.MaxItemBytes)}";

    private string? TooMuch(Conversation conversation, int toolsBytes, ref long together)
    {
        long bytes = ConversationSize.Of(conversation, toolsBytes);
        if (bytes > options.Value.MaxConversationBytes)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"its {conversation.Messages.Count} messages would become {Size(bytes)} of recorded calls, "
                    + $"because each call holds what stood before it; at most {Size(options.Value.MaxConversationBytes)} are possible. "
                    + $"Split the conversation"
            );
        }
        together += bytes;
        if (together <= options.Value.MaxImportBytes)
            return null;
        together -= bytes;
        return $"the file would become more than {Size(options.Value.MaxImportBytes)} of recorded calls";
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");
}
