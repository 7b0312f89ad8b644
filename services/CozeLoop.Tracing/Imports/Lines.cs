using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace CozeLoop.Tracing.Imports;

/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end; null where the line is longer than may be.</param>
internal readonly record struct Line(int Number, string? Text);

/// <summary>
/// Lines of a stream, of which one is in memory at a time. Only a line feed ends a line: JSON may hold any other separator within a text.
/// </summary>
internal static class Lines
{
    public static async IAsyncEnumerable<Line> ReadAsync(Stream stream, int maxBytes, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(stream);
        int number = 0;
        bool tooLong = false;
        int wanted = 1;
        while (true)
        {
            // Twice as much each time, so that a long line is not looked through once a packet.
            var read = await reader.ReadAtLeastAsync(wanted, ct);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return new Line(++number, tooLong ? null : Text(buffer.Slice(0, end), maxBytes, isFirst: number == 1));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                tooLong = false;
            }
            if (!read.IsCompleted && buffer.Length > maxBytes)
            {
                tooLong = true;
                buffer = buffer.Slice(buffer.End);
            }
            if (read.IsCompleted)
            {
                if (tooLong || !buffer.IsEmpty)
                {
                    yield return new Line(++number, tooLong ? null : Text(buffer, maxBytes, isFirst: number == 1));
                }
                await reader.CompleteAsync();
                yield break;
            }
            wanted = (int)Math.Clamp(buffer.Length * 2, 1, maxBytes + 1L);
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static string? Text(ReadOnlySequence<byte> line, int maxBytes, bool isFirst)
    {
        if (line.Length > maxBytes)
            return null;
        string text = Encoding.UTF8.GetString(line).TrimEnd('\r');
        return isFirst ? text.TrimStart('\uFEFF') : text;
    }
}
