using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Platform.Consoles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.Consoles;

public sealed class VisibleTests
{
    [Theory]
    [InlineData("plain 中文 ünï 👩‍👧 [bold]", "plain 中文 ünï 👩‍👧 [bold]")]
    [InlineData("\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m")]
    [InlineData("\u001b]0;title\u0007", "\\u001b]0;title\\u0007")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("abc\rxyz", "abc\\u000dxyz")]
    [InlineData("photo\u202egnp.exe", "photo\\u202egnp.exe")]
    [InlineData("\u2066a\u2069\u200f\u061c\ufeff\u2028", "\\u2066a\\u2069\\u200f\\u061c\\ufeff\\u2028")]
    [InlineData("\u0000\u007f\b", "\\u0000\\u007f\\u0008")]
    [InlineData("two\r\nlines\tand a tab", "two\nlines\tand a tab")]
    public void What_a_terminal_would_obey_or_hide_is_written_out(string text, string shown) => Assert.Equal(shown, Visible.Text(text));

    [Fact]
    public void A_line_is_one_line() => Assert.Equal("a b c \\u001b", Visible.Line("a\nb\tc\r\n\u001b"));

    [Fact]
    public void Json_means_the_same_afterwards()
    {
        const string Name = "\u001b[31m \u009b \u202e \u2028 中文 \"quoted\"";
        var output = new StringWriter();
        new VisibleWriter(output).WriteLine(JsonSerializer.Serialize(Name, Json.Api));
        Assert.DoesNotContain('\u202e', output.ToString());
        Assert.Equal(Name, JsonSerializer.Deserialize<string>(output.ToString()));
    }

    [Fact]
    public async Task Whichever_way_a_writer_is_used_nothing_gets_past_it()
    {
        var output = new StringWriter();
        await using var writer = new VisibleWriter(output);
        writer.Write('\u001b');
        writer.Write("\u001b");
        writer.Write("\u001b".AsSpan());
        writer.Write(['\u001b'], 0, 1);
        writer.Write("{0}", "\u001b");
        await writer.WriteAsync("\u001b");
        await writer.WriteLineAsync("\u001b".AsMemory());
        Assert.Equal(string.Concat(Enumerable.Repeat("\\u001b", 7)), output.ToString().TrimEnd());
    }

    [Fact]
    public void A_log_entry_is_a_line_whatever_a_client_has_sent()
    {
        var output = new StringWriter();
        var entry = new LogEntry<string>(
            LogLevel.Warning,
            "CozeLoop.Ingest",
            7,
            "\u001b[2Jname\nfail: forged",
            new InvalidOperationException("\u0007"),
            (state, _) => state
        );
        new LineFormatter(TimeProvider.System).Write(in entry, null, output);
        string line = Assert.Single(output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.EndsWith(
            "warn: CozeLoop.Ingest[7] \\u001b[2Jname fail: forged System.InvalidOperationException: \\u0007",
            line,
            StringComparison.Ordinal
        );
    }
}
