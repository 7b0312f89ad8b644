using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Testing.Servers;

/// <summary>Answers in the form of ClickHouse's HTTP interface.</summary>
internal static partial class ChdbHttpReply
{
    public static async Task RowsAsync(HttpContext http, byte[] rows)
    {
        http.Response.ContentType = "application/octet-stream";
        await http.Response.Body.WriteAsync(rows, http.RequestAborted);
    }

    /// <param name="text">As the engine says it: <c>Code: 47. DB::Exception: …</c>.</param>
    public static async Task ErrorAsync(HttpContext http, string text)
    {
        string code = Code().Match(text).Groups[1].Value;
        http.Response.StatusCode = code switch
        {
            "516" => 403,
            "60" or "81" or "47" => 404,
            "62" or "457" => 400,
            "159" => 408,
            _ => 500,
        };
        http.Response.Headers["X-ClickHouse-Exception-Code"] = code;
        await http.Response.WriteAsync(text + " (version 26.7.2.1)\n", http.RequestAborted);
    }

    /// <summary>After 200 and half of the rows: the error between its marks, and a regular end.</summary>
    public static async Task TaggedErrorAsync(HttpContext http, byte[] rows, string text)
    {
        const string Tag = "rtyqwmpkzvbnxdfg";
        http.Response.Headers["X-ClickHouse-Exception-Tag"] = Tag;
        await http.Response.Body.WriteAsync(rows.AsMemory(0, rows.Length / 2), http.RequestAborted);
        await http.Response.WriteAsync(
            $"\r\n__exception__\r\n{Tag}\r\n{text}\n{Encoding.UTF8.GetByteCount(text).ToString(CultureInfo.InvariantCulture)} "
                + $"{Tag}\r\n__exception__\r\n",
            http.RequestAborted
        );
    }

    /// <summary>After 200 and half of the rows the connection ends.</summary>
    public static async Task BrokenOffAsync(HttpContext http, byte[] rows)
    {
        await http.Response.Body.WriteAsync(rows.AsMemory(0, rows.Length / 2), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    }

    [GeneratedRegex(@"\ACode: (\d+)\.")]
    private static partial Regex Code();
}
