using System.Text;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>
/// Errors that a server reports after it has answered 200. <c>wait_end_of_query</c> prevents that, but a proxy or a server may ignore it:
/// then the error is in a header, or at the end of the rows between marks that the header <c>X-ClickHouse-Exception-Tag</c> announces
/// (https://clickhouse.com/docs/interfaces/http).
/// </summary>
internal static class ServerAnswer
{
    private const string Mark = "__exception__";
    private const int Longest = 64 * 1024; // of an error's text; the server cuts its own at 16 KiB

    /// <summary>The error, or null for rows that are whole. An answer that broke off is not an answer: reading it has failed
    /// before.</summary>
    public static string? ErrorIn(HttpResponseMessage response, ReadOnlySpan<byte> answer)
    {
        if (Header(response, "X-ClickHouse-Exception-Code") is not null)
            return Encoding.UTF8.GetString(answer);
        if (Header(response, "X-ClickHouse-Exception-Tag") is not { } tag)
            return null;
        var tail = answer[Math.Max(0, answer.Length - Longest)..];
        foreach (string end in (string[])["\r\n", "\n", ""])
        {
            int start = tail.LastIndexOf(Encoding.ASCII.GetBytes($"{Mark}{end}{tag}"));
            if (start >= 0)
                return Encoding.UTF8.GetString(tail[(start + Mark.Length + end.Length + tag.Length)..]);
        }
        return null;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
