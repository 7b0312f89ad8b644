using System.Text;

namespace CozeLoop.Platform.Consoles;

/// <summary>
/// Everything written to it is <see cref="Visible"/>: the last thing between a command and the terminal, or the pipe that may end in one.
/// </summary>
public sealed class VisibleWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(Visible.Text(value.ToString()));

    public override void Write(string? value)
    {
        if (value is not null)
            inner.Write(Visible.Text(value));
    }

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine(string? value) => inner.WriteLine(Visible.Text(value ?? ""));

    public override void Flush() => inner.Flush();

    /// <summary>What the inner writer says of itself: one that keeps what is written to it can be read.</summary>
    public override string? ToString() => inner.ToString();
}
