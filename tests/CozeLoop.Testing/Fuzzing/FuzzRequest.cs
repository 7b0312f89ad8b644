using System.Globalization;
using System.Text;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>One request of a run. <see cref="ToString"/> has everything that is needed to send it again.</summary>
public sealed record FuzzRequest(
    int Number,
    FuzzOperation Operation,
    string Path,
    IReadOnlyList<(string Name, string Value)> Headers,
    FuzzBody? Body
)
{
    private const int ShownBytes = 4000;

    public override string ToString()
    {
        var text = new StringBuilder($"request {Number}: {Operation.Method} {Path}");
        foreach (var (name, value) in Headers)
            text.Append(CultureInfo.InvariantCulture, $"\n  {name}: {value}");
        if (Body is null)
            return text.ToString();
        string shown = Encoding.UTF8.GetString(Body.Bytes.AsSpan(0, Math.Min(ShownBytes, Body.Bytes.Length)));
        text.Append(CultureInfo.InvariantCulture, $"\n  Content-Type: {Body.ContentType}\n  {shown}");
        if (Body.ContentType.Contains("protobuf", StringComparison.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  as base64: {Convert.ToBase64String(Body.Bytes)}");
        }
        return text.ToString();
    }
}
