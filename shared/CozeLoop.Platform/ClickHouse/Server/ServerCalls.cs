using System.Globalization;
using System.Text;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>Single statements over HTTP, each with an id and a time limit, and what their failures mean.</summary>
internal sealed class ServerCalls : IDisposable
{
    // Bytes of an answer that the server keeps in memory until it is whole; the rest in a temporary file of its own
    private const int AnswerBuffer = 16 << 20;
    private const int UsualQuerySize = 200_000; // bytes; the server's own limit is 256 KiB

    private readonly ServerOptions _options;
    private readonly HttpClient _http;
    private readonly ClickHouseClient _client;
    private readonly TimeProvider _time;

    public ServerCalls(ServerOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _http = ServerConnections.Create(options);
        _client = new ClickHouseClient(
            new ClickHouseClientSettings
            {
                Protocol = options.Address.Scheme,
                Host = options.Address.Host,
                Port = (ushort)options.Address.Port,
                Path = options.Address.AbsolutePath.Trim('/'),
                Username = options.Username,
                Password = options.Password,
                Database = options.Database,
                UseCompression = false,
                HttpClient = _http,
                JsonReadMode = JsonReadMode.None,
                JsonWriteMode = JsonWriteMode.None,
            }
        );
    }

    public ServerOptions Options => _options;

    /// <summary>Runs a statement; its answer, whole.</summary>
    /// <exception cref="ClickHouseException">The statement is at fault.</exception>
    /// <exception cref="StoreUnavailableException">The server is away, full, busy or refuses this user, or the limit of the call is
    /// over.</exception>
    public Task<byte[]> RunAsync(string sql, ClickHouseParameters parameters, ServerCall call, CancellationToken ct)
    {
        var (text, rest) = LongValues.Move(sql, parameters);
        byte[] body = Encoding.UTF8.GetBytes(text);
        var settings = Settings(call);
        foreach (var (name, value) in rest)
            settings["param_" + name] = value;
        if (body.Length > UsualQuerySize)
            settings["max_query_size"] = (body.Length + UsualQuerySize).ToString(CultureInfo.InvariantCulture);
        return SendAsync(null, [body], settings, call, ct);
    }

    /// <summary>Runs an INSERT whose data follow it.</summary>
    public Task InsertAsync(string insert, IReadOnlyList<ReadOnlyMemory<byte>> data, ServerCall call, CancellationToken ct) =>
        SendAsync(insert, data, Settings(call), call, ct);

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private static Dictionary<string, object> Settings(ServerCall call)
    {
        // An answer begins only when it is whole, so that an error is never found in the middle of rows after a 200.
        var settings = new Dictionary<string, object>
        {
            ["wait_end_of_query"] = "1",
            ["buffer_size"] = AnswerBuffer.ToString(CultureInfo.InvariantCulture),
            ["default_format"] = call.Format,
        };
        foreach (var (name, value) in call.Settings)
            settings[name] = value;
        return settings;
    }

    private async Task<byte[]> SendAsync(
        string? query,
        IReadOnlyList<ReadOnlyMemory<byte>> body,
        Dictionary<string, object> settings,
        ServerCall call,
        CancellationToken ct
    )
    {
        using var limit = new CancellationTokenSource(call.Limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var options = new QueryOptions
        {
            QueryId = call.Id,
            Database = call.Database ?? _options.Database,
            CustomSettings = settings,
        };
        try
        {
            using var response = await _client.PostStreamAsync(
                query,
                (stream, token) => WriteAsync(stream, body, token),
                isCompressed: false,
                both.Token,
                options
            );
            byte[] answer = await response.Content.ReadAsByteArrayAsync(both.Token);
            return ServerAnswer.ErrorIn(response, answer) is { } error ? throw ServerErrors.Of(_options, error) : answer;
        }
        catch (ClickHouseServerException e)
        {
            throw ServerErrors.Of(_options, e.Message);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw ServerErrors.Away(_options, e);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw ServerErrors.Away(
                _options,
                new TimeoutException($"no answer within {call.Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s")
            );
        }
    }

    private static async Task WriteAsync(Stream stream, IReadOnlyList<ReadOnlyMemory<byte>> body, CancellationToken ct)
    {
        foreach (var part in body)
            await stream.WriteAsync(part, ct);
    }
}

/// <param name="Id">The query's id at the server; unique.</param>
/// <param name="Limit">After it the caller goes on without an answer.</param>
/// <param name="Database">Null for the configured one.</param>
internal sealed record ServerCall(
    string Id,
    IReadOnlyList<(string Name, string Value)> Settings,
    TimeSpan Limit,
    string Format = "Null",
    string? Database = null
);
