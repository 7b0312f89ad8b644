using System.Globalization;
using System.Text.RegularExpressions;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>What the engine refused. <see cref="Code"/> is its own error code (0 where it gave none), such as 47 for an unknown
/// column.</summary>
public sealed partial class ClickHouseException(int code, string message) : Exception(message)
{
    /// <summary>The query ran longer than it may.</summary>
    public const int Timeout = 159;

    /// <summary>The query, or all queries together, needed more memory than they may.</summary>
    public const int MemoryLimit = 241;

    /// <summary>The query was killed.</summary>
    public const int Cancelled = 394;

    public int Code { get; } = code;

    /// <summary>Reads <c>Code: 47. DB::Exception: …</c>.</summary>
    internal static ClickHouseException Parse(string error)
    {
        var match = CodePrefix().Match(error);
        return new ClickHouseException(match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0, error);
    }

    [GeneratedRegex(@"Code: (\d+)\.")]
    private static partial Regex CodePrefix();
}
