using CozeLoop.Platform.Blobs;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What every blob store must do; each implementation runs it by deriving a test class.</summary>
public abstract class BlobContract
{
    protected abstract BlobStore Blobs { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000_000)]
    public async Task What_was_put_is_read_back(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        await Blobs.PutAsync("a/b-c/d_e.bin", content);
        Assert.Equal(content, await ReadAsync("a/b-c/d_e.bin"));
    }

    [Fact]
    public async Task A_second_put_replaces_the_first_whole()
    {
        await Blobs.PutAsync("key", new byte[1000]);
        await Blobs.PutAsync("key", "short"u8.ToArray());
        Assert.Equal("short"u8.ToArray(), await ReadAsync("key"));
    }

    [Fact]
    public async Task A_key_that_is_not_there_reads_as_null_and_may_be_deleted()
    {
        Assert.Null(await Blobs.OpenAsync("no/such/key"));
        await Blobs.DeleteAsync("no/such/key");
    }

    [Fact]
    public async Task A_deleted_key_is_gone()
    {
        await Blobs.PutAsync("gone", new byte[1]);
        await Blobs.DeleteAsync("gone");
        Assert.Null(await Blobs.OpenAsync("gone"));
    }

    [Fact]
    public async Task Puts_of_one_key_at_once_leave_one_of_them_whole()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Blobs.PutAsync("shared", Enumerable.Repeat((byte)i, 100_000).ToArray()))));
        byte[] content = (await ReadAsync("shared"))!;
        Assert.Equal(100_000, content.Length);
        Assert.Single(content.Distinct());
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
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.PutAsync(key, new byte[1]));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.OpenAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.DeleteAsync(key));
    }

    protected async Task<byte[]?> ReadAsync(string key)
    {
        await using var stream = await Blobs.OpenAsync(key);
        if (stream is null) return null;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
