using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using CozeLoop.Platform.ClickHouse;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Testing.Servers;

/// <summary>One statement as it came over HTTP: the query in the address or in the body, settings and parameters in the address, an
/// insert's data in the body.</summary>
/// <param name="Settings">As for <c>SET</c>.</param>
/// <param name="Address">Length of path and query, in characters.</param>
public sealed partial record ChdbHttpRequest(
    string Sql,
    string QueryId,
    string Database,
    string Format,
    IReadOnlyDictionary<string, string> Settings,
    int Address
)
{
    private const string NativeEnd = " FORMAT Native";
    private static readonly string[] NotSettings =
    [
        "query",
        "query_id",
        "database",
        "default_format",
        "enable_http_compression",
        "wait_end_of_query",
        "buffer_size",
    ];

    private byte[] Data { get; init; } = [];
    private IReadOnlyList<(string, string)> Parameters { get; init; } = [];

    public bool IsInsert => Sql.EndsWith(NativeEnd, StringComparison.Ordinal);

    public bool IsKill => Killed().IsMatch(Sql);

    /// <summary>The answer waits until it is whole.</summary>
    public bool Waits { get; private init; }

    /// <summary>For the record: a load's rows would fill the memory.</summary>
    internal ChdbHttpRequest WithoutData() => this with { Data = [] };

    internal static bool IsFrom(HttpContext http, string username, string password)
    {
        string expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
        return AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var given)
            && given.Scheme == "Basic"
            && given.Parameter == expected;
    }

    internal static async Task<ChdbHttpRequest> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var values = http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString());
        bool inAddress = values.TryGetValue("query", out string? query);
        return new ChdbHttpRequest(
            inAddress ? query! : Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length),
            values.GetValueOrDefault("query_id", ""),
            values.GetValueOrDefault("database", "default"),
            values.GetValueOrDefault("default_format", "TabSeparated"),
            values.Where(v => !NotSettings.Contains(v.Key) && !v.Key.StartsWith("param_", StringComparison.Ordinal)).ToDictionary(),
            (http.Request.QueryString.Value ?? "").Length
        )
        {
            Data = inAddress ? body.ToArray() : [],
            Parameters =
            [
                .. values.Where(v => v.Key.StartsWith("param_", StringComparison.Ordinal)).Select(v => (v.Key["param_".Length..], v.Value)),
            ],
            Waits = values.GetValueOrDefault("wait_end_of_query") == "1",
        };
    }

    internal byte[] Run(string path)
    {
        string[] settings = [.. Settings.Select(s => $"SET {s.Key} = '{s.Value}'"), $"USE `{Database}`"];
        using var connection = new ChdbConnection(path, settings);
        if (IsInsert)
        {
            connection.InsertNative(Sql[..^NativeEnd.Length], [Data]);
            return [];
        }
        // The engine in process has no ids of ours; the text of a query is visible to KILL QUERY, so the id goes there.
        string sql = IsKill
            ? $"KILL QUERY WHERE startsWith(query, '{Mark(Killed().Match(Sql).Groups[1].Value)}') ASYNC"
            : $"{Mark(QueryId)} {Sql}";
        return connection.Query(sql, Encoding.ASCII.GetBytes(Format), new ClickHouseParameters(Parameters));
    }

    internal byte[] Kill(string path)
    {
        using var connection = new ChdbConnection(path);
        return connection.Query($"KILL QUERY WHERE startsWith(query, '{Mark(QueryId)}') ASYNC", "Null"u8, ClickHouseParameters.None);
    }

    private static string Mark(string id) => $"/*{id}*/";

    [GeneratedRegex(@"\AKILL QUERY WHERE query_id = '([\w-]+)' ASYNC\z")]
    private static partial Regex Killed();
}
