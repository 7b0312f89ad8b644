using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Tracing.Imports;

/// <summary>The items of a JSON file that is one object or a list of them, of which one is in memory at a time.</summary>
internal static class JsonItems
{
    private const int MaxDepth = 128;

    /// <summary>
    /// Each item with its number from 1; null where it is longer than <paramref name="maxBytes"/>, which ends the reading.
    /// </summary>
    /// <exception cref="JsonException">The file is not JSON, from the item on that was asked for.</exception>
    public static async IAsyncEnumerable<(int Number, JsonDocument? Item)> ReadAsync(
        Stream file,
        int maxBytes,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var pipe = PipeReader.Create(file);
        bool inList = await TrySkipAsync(pipe, (byte)'[', ct);
        for (int number = 1; ; number++)
        {
            if (inList && await TrySkipAsync(pipe, (byte)']', ct))
                break;
            if (inList && number > 1 && !await TrySkipAsync(pipe, (byte)',', ct))
                throw new JsonException($"A comma is missing before item {number}.");
            var (item, isTooLong) = await ItemAsync(pipe, maxBytes, ct);
            yield return (number, item);
            if (isTooLong)
                yield break;
            if (!inList)
                break;
        }
        if (await PeekAsync(pipe, ct) is not null)
            throw new JsonException("Something follows the end of the JSON.");
        await pipe.CompleteAsync();
    }

    private static async Task<(JsonDocument? Item, bool IsTooLong)> ItemAsync(PipeReader pipe, int maxBytes, CancellationToken ct)
    {
        // Twice as much each time, so that a long item is not looked through once a packet.
        for (int wanted = 64 << 10; ; wanted *= 2)
        {
            var read = await pipe.ReadAtLeastAsync(Math.Min(wanted, maxBytes + 1), ct);
            if (TryParse(read.Buffer, read.IsCompleted) is { } item)
            {
                pipe.AdvanceTo(item.End);
                return (item.Document, false);
            }
            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.Buffer.Length > maxBytes)
                return (null, true);
        }
    }

    private static (JsonDocument Document, SequencePosition End)? TryParse(ReadOnlySequence<byte> buffer, bool isFinal)
    {
        var reader = new Utf8JsonReader(buffer, isFinal, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        if (!reader.Read() || !reader.TrySkip())
            return null;
        // A number may go on in what has not come yet.
        if (reader.TokenType == JsonTokenType.Number && !isFinal)
            return null;
        byte[] item = buffer.Slice(0, reader.Position).ToArray();
        // Exports of real texts hold halves of characters, and a name with one cannot even be compared.
        JsonEscapes.Sound(item);
        return (JsonDocument.Parse(item, new JsonDocumentOptions { MaxDepth = MaxDepth }), reader.Position);
    }

    private static async Task<bool> TrySkipAsync(PipeReader pipe, byte expected, CancellationToken ct)
    {
        if (await PeekAsync(pipe, ct) != expected)
            return false;
        var read = await pipe.ReadAsync(ct);
        pipe.AdvanceTo(read.Buffer.GetPosition(1));
        return true;
    }

    /// <summary>The next byte that is not a space; null at the end.</summary>
    private static async Task<byte?> PeekAsync(PipeReader pipe, CancellationToken ct)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(ct);
            var reader = new SequenceReader<byte>(read.Buffer);
            reader.AdvancePastAny((byte)' ', (byte)'\t', (byte)'\r', (byte)'\n');
            byte? next = reader.TryPeek(out byte found) ? found : null;
            pipe.AdvanceTo(reader.Position, next is null ? read.Buffer.End : reader.Position);
            if (next is not null || read.IsCompleted)
                return next;
        }
    }
}
