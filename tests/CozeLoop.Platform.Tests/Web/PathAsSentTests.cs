using System.Net.Sockets;
using System.Text;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Tests.Web;

/// <summary>Ids in addresses, sent as bytes: an HTTP client would tidy some of them up.</summary>
public sealed class PathAsSentTests : IAsyncLifetime
{
    private readonly WebApplication _app = App();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/things/team%2Falice", "team/alice")]
    [InlineData("/things/team%2falice?payload=full", "team/alice")]
    [InlineData("/things/a%252Fb", "a%2Fb")]
    [InlineData("/things/a%25", "a%")]
    [InlineData("/things/%2Fa%2F%2Fb%2F", "/a//b/")]
    [InlineData("/things/a%3Fb%23c", "a?b#c")]
    [InlineData("/things/a%20b%2Bc+d", "a b+c+d")]
    [InlineData("/things/%E4%BC%9A%E8%AF%9D%2F1", "会话/1")]
    [InlineData("/things/%2E%2E", "..")]
    [InlineData("/things/%2e", ".")]
    [InlineData("/things/~..", "..")]
    [InlineData("/things/..%2F..%2Fhealth", "../../health")]
    [InlineData("/things/plain", "plain")]
    public async Task An_id_arrives_as_it_was_sent(string target, string id) => Assert.Equal(id, await AskAsync(target));

    [Theory]
    [InlineData("/pairs/a%2Fb/c%2Fd", "a/b c/d")]
    [InlineData("/pairs/%2E%2E/%2E", ".. .")]
    [InlineData("/pairs/%2525%2500/%2e%2e", "%25%00 ..")]
    public async Task Each_of_two_ids_arrives_as_it_was_sent(string target, string ids) => Assert.Equal(ids, await AskAsync(target));

    [Theory]
    [InlineData("/x/../things/a%2Fb", "a%2Fb")]
    [InlineData("/numbers/%37", "7")]
    public async Task What_is_resolved_or_constrained_works_as_ever(string target, string id) => Assert.Equal(id, await AskAsync(target));

    [Fact]
    public async Task Encoded_dots_lead_nowhere_else() => Assert.Equal("none", await AskAsync("/things/x/%2E%2E/%2E%2E/things/inside"));

    public ValueTask InitializeAsync() => new(_app.StartAsync(Ct));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication App()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UsePathAsSent();
        app.UseRouting();
        app.UseRouteValuesAsSent();
        app.MapGet("/things/{id}", (string id) => id);
        app.MapGet("/pairs/{one}/{other}", (string one, string other) => $"{one} {other}");
        app.MapGet("/numbers/{n:int}", (int n) => $"{n}");
        app.MapFallback(() => "none");
        return app;
    }

    private async Task<string> AskAsync(string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(_app.Urls.Single()).Port, Ct);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.0\r\nHost: localhost\r\n\r\n"), Ct);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string answer = await reader.ReadToEndAsync(Ct);
        return answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }
}
