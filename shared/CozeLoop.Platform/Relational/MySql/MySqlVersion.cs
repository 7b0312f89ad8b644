using System.Globalization;
using System.Text.RegularExpressions;

namespace CozeLoop.Platform.Relational.MySql;

/// <summary>Which server it is, as <c>SELECT VERSION()</c> says: <c>8.0.36</c>, <c>10.11.19-MariaDB-0+deb12u1</c>.</summary>
internal sealed partial record MySqlVersion(bool IsMariaDb, Version Number)
{
    // MySQL has its binary collation that counts trailing spaces since 8.0.17, MariaDB has SKIP LOCKED since 10.6.
    private static readonly Version LowestMySql = new(8, 0, 17),
        LowestMariaDb = new(10, 6, 0);

    public bool IsEnough => Number >= Lowest;

    public Version Lowest => IsMariaDb ? LowestMariaDb : LowestMySql;

    /// <summary>Compares bytes, trailing spaces included (NO PAD), as SQLite does. <c>utf8mb4_bin</c> would take "a" and "a " for one
    /// key.</summary>
    public string Collation => IsMariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";

    public static MySqlVersion Parse(string text)
    {
        var match = Form().Match(text);
        int Part(int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        return match.Success
            ? new MySqlVersion(text.Contains("MariaDB", StringComparison.OrdinalIgnoreCase), new Version(Part(1), Part(2), Part(3)))
            : throw new InvalidOperationException($"The server calls its version \"{text}\", which is neither MySQL's nor MariaDB's form.");
    }

    public override string ToString() => $"{(IsMariaDb ? "MariaDB" : "MySQL")} {Number}";

    [GeneratedRegex(@"^(?:5\.5\.5-)?(\d{1,4})\.(\d{1,4})\.(\d{1,4})")]
    private static partial Regex Form();
}
