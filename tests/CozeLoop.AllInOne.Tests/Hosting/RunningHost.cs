using CozeLoop.AllInOne.Hosting;
using CozeLoop.Testing;
using CozeLoop.Testing.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

[assembly: AssemblyFixture(typeof(CozeLoop.AllInOne.Tests.Hosting.RunningHost))]

namespace CozeLoop.AllInOne.Tests.Hosting;

/// <summary>
/// The one process, in this one: what it maps can be walked, and asked over its real ports. Once for all tests: a process opens one folder
/// of the embedded engine.
/// </summary>
public sealed class RunningHost : IAsyncLifetime
{
    /// <summary>Of tests that take what is shared out: one after the other.</summary>
    public const string Collection = "running host";

    public const string Secret = "sk-of-the-first-start",
        Email = "owner@example.test",
        Password = "a test's password";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private WebApplication _app = null!;

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public async ValueTask InitializeAsync()
    {
        _app = AllInOneHost.Build([
            $"--COZELOOP_DATA={_folder.Data.Root}",
            $"--COZELOOP_HTTP_PORT={_port}",
            "--COZELOOP_OTLP_HTTP_PORT=0",
            $"--COZELOOP_INIT_SECRET_KEY={Secret}",
            $"--COZELOOP_INIT_EMAIL={Email}",
            $"--COZELOOP_INIT_PASSWORD={Password}",
        ]);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(); // disposing alone tells nobody that it ends
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <param name="secret">Null for nobody.</param>
    public HttpClient CreateClient(string? secret = Secret)
    {
        var http = TestHttp.Create(Address);
        if (secret is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        return http;
    }
}
