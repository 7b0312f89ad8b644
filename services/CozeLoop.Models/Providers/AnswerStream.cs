namespace CozeLoop.Models.Providers;

/// <summary>
/// A provider's answer as it is read, unpacked, with an end: a line without one, a gzip bomb or a stream of gigabytes is left alone after
/// the limit instead of being collected in memory.
/// </summary>
/// <param name="longestEvent">Bytes from one empty line to the next.</param>
internal sealed class AnswerStream(Stream inner, long longestEvent = AnswerStream.MaxEventBytes) : Stream
{
    /// <summary>Of a streamed answer: a hundred thousand tokens with everything that servers write around each.</summary>
    public const long MaxBytes = 64 << 20;

    /// <summary>Of an answer in one piece, which is held whole.</summary>
    public const long MaxWholeBytes = 32 << 20;

    /// <summary>Of one event: an image or a piece of audio may come in one.</summary>
    public const long MaxEventBytes = 8 << 20;

    private long _all,
        _event;
    private bool _lineIsEmpty = true;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => _all;
        set => throw new NotSupportedException();
    }

    /// <exception cref="AnswerTooLongException">The answer, or one event of it, is longer than the limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Count(ReadOnlySpan<byte> bytes)
    {
        if ((_all += bytes.Length) > MaxBytes)
            throw new AnswerTooLongException(MaxBytes);
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            if ((_event += line.Length) > longestEvent)
                throw new AnswerTooLongException(longestEvent);
            _lineIsEmpty &= line.Trim((byte)'\r').IsEmpty;
            if (end < 0)
                return;
            if (_lineIsEmpty)
                _event = 0;
            _lineIsEmpty = true;
            bytes = bytes[(end + 1)..];
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}

internal sealed class AnswerTooLongException(long limit)
    : Exception($"The provider's answer, or one event of it, is longer than {limit >> 20} MiB.");
