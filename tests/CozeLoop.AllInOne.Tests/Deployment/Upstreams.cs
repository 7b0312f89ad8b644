using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>nginx before servers that only say who they are and what they were asked; the studio has two.</summary>
public sealed class Upstreams : IAsyncLifetime
{
    private readonly List<WebApplication> _servers = [];

    public NginxServer? Nginx { get; private set; }

    /// <summary>The client has read what came first, so that the server may send the rest.</summary>
    public TaskCompletionSource FirstRead { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes the path of the next request when its head has arrived.</summary>
    public TaskCompletionSource<string>? Arrived { get; set; }

    public async ValueTask InitializeAsync()
    {
        if (NginxServer.Missing is not null)
            return;
        var ports = new Dictionary<string, int[]>();
        foreach (string service in ServiceBuild.All)
        {
            ports[service] =
            [
                .. await Task.WhenAll(Enumerable.Range(1, service == "studio" ? 2 : 1).Select(number => StartAsync(service, number))),
            ];
        }
        Nginx = await NginxServer.StartAsync(ports);
    }

    public async ValueTask DisposeAsync()
    {
        if (Nginx is not null)
            await Nginx.DisposeAsync();
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    private async Task<int> StartAsync(string service, int number)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(context => AnswerAsync(context, service, number));
        _servers.Add(app);
        await app.StartAsync();
        return new Uri(app.Urls.Single()).Port;
    }

    private async Task AnswerAsync(HttpContext context, string service, int number)
    {
        Arrived?.TrySetResult(context.Request.Path);
        context.Response.Headers["X-Service"] = service;
        context.Response.Headers["X-Replica"] = $"{service}-{number}";
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[64];
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, endOfMessage: true, context.RequestAborted);
            return;
        }
        if (context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync("first\n");
            await context.Response.Body.FlushAsync();
            await FirstRead.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("second\n");
            return;
        }
        var headers = context.Request.Headers;
        await context.Request.Body.CopyToAsync(Stream.Null);
        await context.Response.WriteAsync(
            $"{context.Request.Host} {headers["X-Forwarded-For"]} {headers["X-Forwarded-Proto"]} "
                + $"{headers["X-Forwarded-Host"]} {context.Request.Path}"
        );
    }
}
