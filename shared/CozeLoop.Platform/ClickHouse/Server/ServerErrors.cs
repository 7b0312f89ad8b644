using System.Net.Sockets;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>What an error of the server says about the statement that met it.</summary>
internal static class ServerErrors
{
    // https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
    private static readonly HashSet<int> StoresFault =
    [
        192,
        193,
        194,
        516,
        497,
        164,
        452, // who asks: unknown user, wrong password, no right, a profile that allows no writes or no settings
        81, // the database is gone
        202,
        203,
        252,
        439, // too many queries, connections, parts, threads
        209,
        210,
        279, // its network
        225,
        242,
        244,
        285,
        286,
        319,
        999, // replicas and their keeper: none, read only, table dropped meanwhile, too few, an earlier or this write without a known end
        236,
        ClickHouseException.Cancelled, // it stops, or somebody ended the query
    ];

    /// <param name="text">What the server answered in place of rows; without <c>Code: 47.</c> it was no ClickHouse that answered, but a
    /// proxy before it.</param>
    public static Exception Of(ServerOptions options, string text)
    {
        var error = ClickHouseException.Parse(text.Trim());
        return error.Code == 0 || StoresFault.Contains(error.Code) || ChdbErrors.ReasonOf(error) is not null ? Away(options, error) : error;
    }

    public static StoreUnavailableException Away(ServerOptions options, Exception e) =>
        new($"{options.Display} ({FirstLine(e.GetBaseException().Message)})", e);

    /// <summary>The connection broke after it had been made: it may have been a stale one, and a new one may work.</summary>
    public static bool IsBroken(StoreUnavailableException e) =>
        e.InnerException switch
        {
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
            } => false,
            HttpRequestException or IOException or SocketException => true,
            _ => false,
        };

    private static string FirstLine(string text)
    {
        const int Longest = 400;
        string line = text.AsSpan().IndexOf('\n') is var end and >= 0 ? text[..end] : text;
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
