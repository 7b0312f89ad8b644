using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>A real nginx with compose's file: who gets what, and that nothing is held back.</summary>
public sealed class NginxTests(Upstreams upstreams) : IClassFixture<Upstreams>, IDisposable
{
    private readonly HttpClient? _http = upstreams.Nginx is { } nginx ? TestHttp.Create(nginx.Address) : null,
        _otlp = upstreams.Nginx is { } same ? TestHttp.Create(same.OtlpAddress) : null;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Http
    {
        get
        {
            Assert.SkipWhen(_http is null, NginxServer.Missing ?? "");
            return _http;
        }
    }

    [Fact]
    public async Task Every_route_of_the_product_reaches_the_service_that_maps_it()
    {
        var routes = await ProductRoute.AllAsync();
        Assert.True(routes.Count > 60, $"{routes.Count} routes");
        foreach (var route in routes.Where(route => !route.Path.EndsWith("/events", StringComparison.Ordinal)))
        {
            using var answer = await Http.SendAsync(new HttpRequestMessage(new HttpMethod(route.Method), route.Path), Ct);
            Assert.Equal((route, route.Service), (route, answer.Headers.GetValues("X-Service").Single()));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/traces/x1")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/health/ready")]
    [InlineData("/api/v1/unknown")]
    public async Task Everything_else_is_the_studios(string path) =>
        Assert.Equal("studio", (await Http.GetAsync(path, Ct)).Headers.GetValues("X-Service").Single());

    [Theory]
    [InlineData("/internal/credentials/verify")]
    [InlineData("/metrics")]
    public async Task What_is_for_the_inside_is_not_there(string path)
    {
        using var answer = await Http.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(answer.Headers.Contains("X-Service"));
    }

    [Fact]
    public async Task The_port_of_otlp_takes_spans_and_nothing_else()
    {
        Assert.SkipWhen(_otlp is null, NginxServer.Missing ?? "");
        foreach (
            var route in (await ProductRoute.AllAsync()).Where(route =>
                route.Path.EndsWith("/v1/traces", StringComparison.Ordinal) && route.Method == "POST"
            )
        )
        {
            Assert.Equal(
                "tracing",
                (await _otlp!.PostAsync(route.Path, new ByteArrayContent(new byte[100_000]), Ct)).Headers.GetValues("X-Service").Single()
            );
        }
        Assert.Equal(HttpStatusCode.NotFound, (await _otlp!.GetAsync("/api/v1/traces", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_page_stays_on_the_replica_that_its_first_answer_came_from()
    {
        var first = new HashSet<string>();
        for (int page = 0; page < 12; page++)
        {
            using var opened = await Http.GetAsync("/", Ct);
            string replica = Replica(opened),
                cookie = opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            first.Add(replica);
            for (int again = 0; again < 3; again++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor") { Headers = { { "Cookie", cookie } } };
                using var answer = await Http.SendAsync(request, Ct);
                Assert.Equal(replica, Replica(answer));
                Assert.False(answer.Headers.Contains("Set-Cookie"));
            }
        }
        Assert.Equal(2, first.Count); // one replica of two for twelve pages: 1 in 2,048
    }

    [Fact]
    public async Task A_web_socket_of_the_studio_goes_through()
    {
        Assert.SkipWhen(_http is null, NginxServer.Missing ?? "");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{upstreams.Nginx!.Address.Authority}/_blazor"), Ct);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Ct);
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, Ct);
        Assert.Equal("hello"u8.ToArray(), buffer[..received.Count]);
    }

    [Theory]
    [InlineData("/api/v1/replays/x1/events", "experiments")]
    [InlineData("/api/v1/traces/events", "tracing")]
    public async Task Events_come_through_when_they_are_written_and_not_at_the_end(string path, string service)
    {
        upstreams.FirstRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var answer = await Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Ct);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        Assert.Equal("first", await lines.ReadLineAsync(Ct)); // the server sends no more until this has been read
        upstreams.FirstRead.SetResult();
        Assert.Equal("second", await lines.ReadLineAsync(Ct));
        Assert.Equal(service, answer.Headers.GetValues("X-Service").Single());
    }

    [Fact]
    public async Task A_service_hears_who_asked_and_how()
    {
        string host = upstreams.Nginx?.Address.Authority ?? "";
        Assert.Equal($"{host} 127.0.0.1 http {host} /api/v1/traces", await Http.GetStringAsync("/api/v1/traces", Ct));
        using var behindTls = new HttpRequestMessage(HttpMethod.Get, "/api/v1/traces") { Headers = { { "X-Forwarded-Proto", "https" } } };
        Assert.Contains(" https ", await (await Http.SendAsync(behindTls, Ct)).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/traces", 65)]
    [InlineData("/v1/chat/completions", 33)]
    public async Task A_body_just_over_a_services_limit_is_refused_by_the_service_itself(string path, int mebibytes)
    {
        using var answer = await Http.PostAsync(path, new ByteArrayContent(new byte[mebibytes << 20]), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode); // these upstreams refuse nothing
    }

    [Fact]
    public async Task A_batch_of_an_unknown_sender_is_not_gathered_here_before_it_is_known_who_sends_it()
    {
        Assert.SkipWhen(_http is null, NginxServer.Missing ?? "");
        var address = upstreams.Nginx!.Address;
        foreach (int length in (int[])[100_000, 999_999])
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, Ct);
            var arrived = upstreams.Arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            // The rest of the body never comes.
            string head = $"POST /v1/traces HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: {length}\r\n\r\nx";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Ct);
            Assert.Equal("/v1/traces", await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct));
        }
    }

    [Fact]
    public async Task One_address_cannot_take_every_connection()
    {
        Assert.SkipWhen(_http is null, NginxServer.Missing ?? "");
        const int Most = 1024;
        var address = upstreams.Nginx!.Address;
        byte[] head = Encoding.ASCII.GetBytes($"POST /v1/traces HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: 99999\r\n\r\n");
        var clients = new List<TcpClient>();
        try
        {
            await Eventually.Async(async () =>
            {
                // On a busy machine nginx gives some up while others are still to come: an address that is after all of them comes again.
                clients.RemoveAll(HasEnded);
                while (clients.Count < Most)
                    clients.Add(await SentAsync(address, head));
                return (await Http.GetAsync("/api/v1/traces", Ct)).StatusCode == HttpStatusCode.TooManyRequests;
            });
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
        await Eventually.Async(async () => (await Http.GetAsync("/api/v1/traces", Ct)).IsSuccessStatusCode);
    }

    private static async Task<TcpClient> SentAsync(Uri address, byte[] head)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Ct);
        await client.GetStream().WriteAsync(head, Ct);
        return client;
    }

    private static bool HasEnded(TcpClient client)
    {
        // Answered or closed: who holds a body back is told nothing while it is waited for.
        if (!client.Client.Poll(0, SelectMode.SelectRead))
            return false;
        client.Dispose();
        return true;
    }

    public void Dispose()
    {
        _http?.Dispose();
        _otlp?.Dispose();
    }

    private static string Replica(HttpResponseMessage answer) => answer.Headers.GetValues("X-Replica").Single();
}
