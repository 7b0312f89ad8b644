using System.Net.Sockets;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>What an error of the server says about the statement that met it.</summary>
internal static class ServerErrors
{
    // https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
    private const int MemoryLimit = 241;

    private static readonly HashSet<int> StoresFault =
    [
        192, 193, 194, 516, 497, 164, 452, // who asks: unknown user, wrong password, no right, a profile that allows no writes or no settings
        81, // the database is gone
        202, 203, 252, 439, // too many queries, connections, parts, threads
        75, 76, 243, // disk: cannot write, cannot open, full
        209, 210, 279, // its network
        225, 242, 244, 285, 286, 319, 999, // replicas and their keeper: none, read only, table dropped meanwhile, too few, an earlier or this write without a known end
        236, ClickHouseException.Cancelled, // it stops, or somebody ended the query
    ];

    /// <param name="text">What the server answered in place of rows; without <c>Code: 47.</c> it was no ClickHouse that answered, but a proxy before it.</param>
    public static Exception Of(ServerOptions options, string text)
    {
        var error = ClickHouseException.Parse(text.Trim());
        return error.Code == 0 || StoresFault.Contains(error.Code) || (error.Code == MemoryLimit && !IsOfQuery(text)) ? Away(options, error) : error;
    }

    public static StoreUnavailableException Away(ServerOptions options, Exception e) => new($"{options.Display} ({FirstLine(e.GetBaseException().Message)})", e);

    /// <summary>The connection broke after it had been made: it may have been a stale one, and a new one may work.</summary>
    public static bool IsBroken(StoreUnavailableException e) => e.InnerException switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } => false,
        HttpRequestException or IOException or SocketException => true,
        _ => false,
    };

    // "Query memory limit exceeded", before 25.x "Memory limit (for query) exceeded": this statement's own limit. The server's and the user's have other names.
    private static bool IsOfQuery(string text) => text.Contains("Query memory limit", StringComparison.Ordinal) || text.Contains("(for query)", StringComparison.Ordinal);

    private static string FirstLine(string text)
    {
        const int Longest = 400;
        string line = text.AsSpan().IndexOf('\n') is var end and >= 0 ? text[..end] : text;
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
