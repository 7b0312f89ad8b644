using CozeLoop.Platform.Blobs;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What every blob store must do; each implementation runs it by deriving a test class.</summary>
public abstract class BlobContract
{
    /// <summary>More than one part of a multipart upload, and no whole number of them.</summary>
    private const int ManyParts = 10_000_001;

    protected abstract IBlobStore Blobs { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000_000)]
    [InlineData(5 << 20)]
    [InlineData(ManyParts)]
    public async Task What_was_put_is_read_back(int length)
    {
        byte[] content = Content(length);
        await PutAsync("a/b-c/d_e.bin", content);
        Assert.Equal(content, await ReadAsync("a/b-c/d_e.bin"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(ManyParts)]
    public async Task A_stream_that_does_not_know_its_length_is_put_from_where_it_stands(int length)
    {
        byte[] content = Content(length + 10);
        using var stream = new MemoryStream(content);
        stream.Position = 10;
        await Blobs.PutAsync("streamed", new Trickle(stream));
        Assert.Equal(content[10..], await ReadAsync("streamed"));
    }

    [Fact]
    public async Task A_length_is_told_without_reading_and_none_where_there_is_no_blob()
    {
        await PutAsync("measured", new byte[1234]);
        await PutAsync("empty", []);
        Assert.Equal(
            (1234, 0, null),
            (await Blobs.LengthAsync("measured"), await Blobs.LengthAsync("empty"), await Blobs.LengthAsync("none"))
        );
    }

    [Fact]
    public async Task A_second_put_replaces_the_first_whole()
    {
        await PutAsync("key", new byte[1000]);
        await PutAsync("key", "short"u8.ToArray());
        Assert.Equal("short"u8.ToArray(), await ReadAsync("key"));
    }

    [Theory]
    [InlineData(0, 1, "0")]
    [InlineData(0, 5, "01234")]
    [InlineData(3, 4, "3456")]
    [InlineData(8, null, "89")]
    [InlineData(8, 100, "89")]
    [InlineData(9, 1, "9")]
    [InlineData(10, null, "")]
    [InlineData(10, 1, "")]
    [InlineData(1000, 5, "")]
    public async Task A_range_is_read_alone(long offset, int? length, string expected)
    {
        await PutAsync("range", "0123456789"u8.ToArray());
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString((await ReadAsync("range", offset, length))!));
    }

    [Fact]
    public async Task A_range_of_a_large_value_is_its_bytes()
    {
        byte[] content = Content(ManyParts);
        await PutAsync("large", content);
        Assert.Equal(content[6_000_000..9_500_000], await ReadAsync("large", 6_000_000, 3_500_000));
    }

    [Fact]
    public async Task An_empty_value_has_empty_ranges()
    {
        await PutAsync("empty", []);
        Assert.Empty((await ReadAsync("empty", 0, 10))!);
        Assert.Empty((await ReadAsync("empty", 5))!);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public async Task A_range_that_is_none_is_refused(long offset, int length) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Blobs.OpenAsync("range", offset, length));

    [Fact]
    public async Task A_key_that_is_not_there_reads_as_null_and_may_be_deleted()
    {
        Assert.Null(await Blobs.OpenAsync("no/such/key"));
        Assert.Null(await Blobs.OpenAsync("no/such/key", 5, 10));
        Assert.False(await Blobs.ExistsAsync("no/such/key"));
        await Blobs.DeleteAsync("no/such/key");
        await Blobs.DeleteFolderAsync("no/such");
    }

    [Fact]
    public async Task A_deleted_key_is_gone()
    {
        await PutAsync("gone", new byte[1]);
        Assert.True(await Blobs.ExistsAsync("gone"));
        await Blobs.DeleteAsync("gone");
        Assert.False(await Blobs.ExistsAsync("gone"));
        Assert.Null(await Blobs.OpenAsync("gone"));
    }

    [Fact]
    public async Task A_deleted_folder_takes_its_keys_and_no_others()
    {
        string[] keys = ["f/a", "f/sub/b", "f2/c", "other/f/d"];
        foreach (string key in keys)
            await PutAsync(key, new byte[1]);
        Assert.False(await Blobs.ExistsAsync("f"));
        await Blobs.DeleteFolderAsync("f");
        bool[] there = await Task.WhenAll(keys.Select(key => Blobs.ExistsAsync(key)));
        Assert.Equal([false, false, true, true], there);
    }

    [Fact]
    public async Task Puts_of_one_key_at_once_leave_one_of_them_whole()
    {
        await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => Task.Run(() => PutAsync("shared", Enumerable.Repeat((byte)i, 100_000).ToArray())))
        );
        byte[] content = (await ReadAsync("shared"))!;
        Assert.Equal(100_000, content.Length);
        Assert.Single(content.Distinct());
    }

    [Fact]
    public async Task A_stream_that_breaks_leaves_what_was_there()
    {
        await PutAsync("kept", "old"u8.ToArray());
        using var stream = new MemoryStream(Content(ManyParts));
        await Assert.ThrowsAsync<IOException>(() => Blobs.PutAsync("kept", new Trickle(stream) { BreaksAfter = ManyParts - 1000 }));
        Assert.Equal("old"u8.ToArray(), await ReadAsync("kept"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/absolute")]
    [InlineData("a//b")]
    [InlineData("a/../../b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("~a")]
    [InlineData("ключ")]
    [InlineData("a\0b")]
    public async Task A_key_of_another_form_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(key, new byte[1]));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.OpenAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.ExistsAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.DeleteAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.DeleteFolderAsync(key));
    }

    protected async Task PutAsync(string key, byte[] content)
    {
        using var stream = new MemoryStream(content);
        await Blobs.PutAsync(key, stream);
    }

    protected async Task<byte[]?> ReadAsync(string key, long offset = 0, long? length = null)
    {
        await using var stream = await Blobs.OpenAsync(key, offset, length);
        if (stream is null)
            return null;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    /// <summary>A stream as a network gives it: no length, no going back, and fewer bytes at once than asked for.</summary>
    private sealed class Trickle(Stream inner) : Stream
    {
        private long _read;

        public long? BreaksAfter { get; init; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, Math.Min(count, 30_000)));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer[..Math.Min(buffer.Length, 30_000)], cancellationToken));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int read)
        {
            _read += read;
            return _read > BreaksAfter ? throw new IOException("The stream broke.") : read;
        }
    }
}
