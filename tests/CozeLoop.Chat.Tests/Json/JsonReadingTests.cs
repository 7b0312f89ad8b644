using System.Text;
using CozeLoop.Chat.Json;
using Xunit;

namespace CozeLoop.Chat.Tests.Json;

public sealed class JsonReadingTests
{
    [Fact]
    public void A_text_with_bytes_that_are_no_utf8_is_read_with_replacements()
    {
        byte[] answer = [.. "{\"content\":\"a"u8, 0xff, 0xfe, .. "b\"}"u8];
        var read = JsonReading.Parse(answer);
        Assert.Equal("a\uFFFD\uFFFDb", read?.Text("content"));
        // Answers are kept and sent on as a whole, too.
        Assert.Equal(answer.Length + 4, Encoding.UTF8.GetByteCount(read!.Value.GetRawText()));
    }
}
