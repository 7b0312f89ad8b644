using System.Collections.Concurrent;
using CozeLoop.Platform.ClickHouse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Testing.Servers;

/// <summary>
/// Stands in for a ClickHouse server where none can be installed: ClickHouse's HTTP interface, as far as the product speaks it, over
/// libchdb in this process, with faults on demand. It is no
/// server: one user, no grants, no replicas. Every request has a connection of its own, and one more stays: the last to close would end the
/// engine's work with it, merges in the middle.
/// </summary>
public sealed class ChdbHttpFront : IAsyncDisposable
{
    public const string Username = "cozeloop",
        Password = "p&ss;w'rd=1 密";

    private readonly string _path;
    private readonly string _ip,
        _password;
    private readonly int _port;
    private readonly ConcurrentQueue<ChdbHttpRequest> _requests = new();
    private readonly ConcurrentDictionary<Task, bool> _calls = new();
    private readonly ChdbConnection _staying;
    private WebApplication? _app;

    private ChdbHttpFront(string path, string ip, int port, string password) =>
        (_path, _ip, _port, _password, _staying) = (path, ip, port, password, new ChdbConnection(path));

    /// <summary>Asked for each request; null answers it well. Kills are never asked for.</summary>
    public Func<ChdbHttpRequest, ChdbHttpFault?> Fault { get; set; } = _ => null;

    /// <summary>Everything that came in with the right password, in order of arrival.</summary>
    public IReadOnlyList<ChdbHttpRequest> Requests => [.. _requests];

    public string Authority => $"{_ip}:{_port}";

    /// <param name="path">The engine's folder; this process must have no other one open.</param>
    public static Task<ChdbHttpFront> StartAsync(string path) => StartAsync(path, "127.0.0.1", FreePort.Next(), Password);

    /// <param name="path">The engine's folder; this process must have no other one open.</param>
    /// <param name="ip">This machine's address at which it answers.</param>
    public static async Task<ChdbHttpFront> StartAsync(string path, string ip, int port, string password)
    {
        var front = new ChdbHttpFront(path, ip, port, password);
        await front.ComeBackAsync();
        return front;
    }

    /// <param name="more">Further keys, or other values of <c>Password</c> and so on: the last one counts.</param>
    public string ConnectionString(string database, string more = "") =>
        $"Host={_ip};Port={_port};Username={Username};Password=\"{_password}\";Database={database};{more}";

    /// <summary>Closes all connections and refuses new ones.</summary>
    public async Task GoDownAsync()
    {
        if (_app is null)
            return;
        await _app.DisposeAsync();
        _app = null;
    }

    public async Task ComeBackAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            (kestrel.Limits.MaxRequestBodySize, kestrel.Limits.MaxRequestLineSize, kestrel.Limits.MaxRequestBufferSize) = (
                null,
                1 << 20,
                2 << 20
            )
        );
        builder.WebHost.UseUrls($"http://{Authority}");
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromMilliseconds(100));
        _app = builder.Build();
        _app.MapGet("/ping", () => "Ok.\n");
        _app.MapPost("/", AnswerAsync);
        await _app.StartAsync();
    }

    /// <summary>
    /// Waits for calls that nobody waits for any longer, and drops what was made: the engine's own end, in the exit handlers of the
    /// process, crashes over tables that are still busy with merges.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await GoDownAsync();
        await Task.WhenAll(_calls.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await OnThreadAsync(() =>
            DropDatabases(_requests.Select(r => r.Database).Distinct().Where(name => name is not ("default" or "system")))
        );
        _staying.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (!ChdbHttpRequest.IsFrom(http, Username, _password))
        {
            await ChdbHttpReply.ErrorAsync(
                http,
                $"Code: 516. DB::Exception: {Username}: Authentication failed: password is incorrect, "
                    + $"or there is no user with such name. (AUTHENTICATION_FAILED)"
            );
            return;
        }
        var request = await ChdbHttpRequest.ReadAsync(http);
        _requests.Enqueue(request.WithoutData());
        var fault = request.IsKill ? null : Fault(request);
        if (fault is not null && await fault.BeforeAsync(http))
            return;
        try
        {
            byte[] answer = await RunAsync(request, http.RequestAborted);
            if (fault is null)
                await ChdbHttpReply.RowsAsync(http, answer);
            else
                await fault.AfterAsync(http, answer);
        }
        catch (ClickHouseException e)
        {
            await ChdbHttpReply.ErrorAsync(http, e.Message);
        }
    }

    private async Task<byte[]> RunAsync(ChdbHttpRequest request, CancellationToken gone)
    {
        var running = OnThreadAsync(() => request.Run(_path));
        // As cancel_http_readonly_queries_on_client_close does.
        using var kill = gone.UnsafeRegister(_ => _ = OnThreadAsync(() => request.Kill(_path)), null);
        return await running;
    }

    private byte[] DropDatabases(IEnumerable<string> names)
    {
        using var connection = new ChdbConnection(_path);
        foreach (string name in names)
            connection.Query($"DROP DATABASE IF EXISTS `{name}` SYNC", "Null"u8, ClickHouseParameters.None);
        return [];
    }

    private async Task<byte[]> OnThreadAsync(Func<byte[]> call)
    {
        var running = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _calls[running] = true;
        try
        {
            return await running;
        }
        finally
        {
            _calls.TryRemove(running, out _);
        }
    }
}
