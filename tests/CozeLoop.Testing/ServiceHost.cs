using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Testing;

/// <summary>
/// One service in this process over real embedded stores in a temporary folder, behind the platform's real pipeline. Clients come in by the
/// internal listener, as other services do. Where <c>COZELOOP_TEST_MYSQL</c> holds a connection string the databases are there, each host's
/// its own.
/// </summary>
public sealed class ServiceHost : IAsyncDisposable
{
    public const long WorkspaceId = 42;

    private readonly Func<string, WebApplication> build;
    private readonly string data = Directory.CreateTempSubdirectory("cozeloop-service-").FullName;
    private WebApplication app;

    private ServiceHost(Func<string, WebApplication> build)
    {
        this.build = build;
        app = build(data);
    }

    public IServiceProvider Services => app.Services;

    public string DataFolder => data;

    /// <summary>The public port, on loopback.</summary>
    public Uri Address => new($"http://127.0.0.1:{Services.GetRequiredService<PlatformOptions>().HttpPort}/");

    /// <param name="add">The service's Add method.</param>
    /// <param name="map">The service's Map method.</param>
    public static async Task<ServiceHost> StartAsync(
        Func<IServiceCollection, IConfiguration, IServiceCollection> add,
        Func<IEndpointRouteBuilder, IEndpointRouteBuilder> map,
        params (string Name, string Value)[] settings
    )
    {
        var host = new ServiceHost(data => Build(data, add, map, settings));
        await host.app.StartAsync();
        return host;
    }

    /// <summary>A client with all scopes; the name of the service does not matter, because there is only one.</summary>
    public HttpClient CreateClient(long workspaceId = WorkspaceId, params string[] scopes) =>
        Services.GetRequiredService<ServiceCalls>().For("service", workspaceId, "user:test", scopes.Length > 0 ? scopes : null);

    /// <summary>Stops and starts again on the same data.</summary>
    public async Task RestartAsync()
    {
        await app.DisposeAsync();
        app = build(data);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private static WebApplication Build(
        string data,
        Func<IServiceCollection, IConfiguration, IServiceCollection> add,
        Func<IEndpointRouteBuilder, IEndpointRouteBuilder> map,
        (string Name, string Value)[] settings
    )
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = data });
        builder.Logging.ClearProviders();
        string port = FreePort.Next().ToString(System.Globalization.CultureInfo.InvariantCulture);
        (string Name, string Value)[] own =
        [
            ("COZELOOP_DATA", data),
            ("COZELOOP_HTTP_PORT", port),
            ("COZELOOP_OTLP_HTTP_PORT", "0"),
            .. MySql(data),
        ];
        builder.Configuration.AddInMemoryCollection([.. own.Concat(settings).Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))]);
        // All names, because a host that carries less must share its stores.
        builder.AddPlatform("workspaces", "models", "tracing", "prompts", "experiments", "evaluation");
        add(builder.Services, builder.Configuration);
        var app = builder.Build();
        app.UsePlatform();
        map(app);
        return app;
    }

    /// <summary>Named after the folder, so that a restart finds its databases.</summary>
    private static IEnumerable<(string Name, string Value)> MySql(string data)
    {
        if (Environment.GetEnvironmentVariable("COZELOOP_TEST_MYSQL") is not { Length: > 0 } server)
            return [];
        string prefix = Path.GetFileName(data).Replace('-', '_').Replace('.', '_');
        return [("ConnectionStrings:MySql", $"{server};Database={prefix}"), ("COZELOOP_MASTER_KEY", Convert.ToBase64String(new byte[32]))];
    }
}
