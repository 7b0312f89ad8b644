using CozeLoop.AllInOne.Hosting;
using CozeLoop.Platform.Hosting;
using CozeLoop.Testing.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Hosting;

/// <summary>The one process serves what the services serve, each route by one of them.</summary>
public sealed class RouteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_one_process_has_the_sum_of_the_services_routes()
    {
        await using var together = AllInOneHost.Build([$"--COZELOOP_DATA={_folder.Data.Folder("together")}"]);
        var sum = new List<string>();
        foreach (var service in ServiceEntry.All)
            sum.AddRange(await OwnAsync(service));
        Assert.Equal(Sorted(sum), Sorted(Routes(together).Except(await PlatformsAsync())));
    }

    [Fact]
    public async Task No_route_has_two_services()
    {
        var owners = new List<(string Route, string Service)>();
        foreach (var service in ServiceEntry.All)
            owners.AddRange((await OwnAsync(service)).Select(route => (route, service.Name)));
        Assert.True(owners.Count > 60, "The services map no routes.");
        Assert.Empty(
            owners
                .GroupBy(o => o.Route)
                .Where(g => g.Select(o => o.Service).Distinct().Count() > 1)
                .Select(g => $"{g.Key}: {string.Join(", ", g.Select(o => o.Service))}")
        );
    }

    /// <summary>What a host has that carries this service alone, without what every host has.</summary>
    private async Task<IEnumerable<string>> OwnAsync(ServiceEntry service)
    {
        await using var alone = Build(service);
        return Routes(alone).Except(await PlatformsAsync());
    }

    private async Task<IEnumerable<string>> PlatformsAsync()
    {
        await using var empty = Build(null);
        return Routes(empty);
    }

    private WebApplication Build(ServiceEntry? service)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ApplicationName = AllInOneHost.Name, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([
            KeyValuePair.Create("COZELOOP_DATA", (string?)_folder.Data.Folder(Guid.NewGuid().ToString("n"))),
        ]);
        // All names, because a host that carries less must share its stores; nothing is started here.
        builder.AddPlatform([.. ServiceEntry.All.Select(s => s.Name)]);
        service?.Add(builder.Services, builder.Configuration);
        var app = builder.Build();
        app.UsePlatform();
        app.MapStaticAssets();
        service?.Map(app);
        return app;
    }

    private static List<string> Routes(IEndpointRouteBuilder app) =>
        [
            .. app
                .DataSources.SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .SelectMany(e =>
                    (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"]).Select(method =>
                        $"{method} {e.RoutePattern.RawText}"
                    )
                ),
        ];

    private static IEnumerable<string> Sorted(IEnumerable<string> routes) => routes.Distinct().Order(StringComparer.Ordinal);
}
