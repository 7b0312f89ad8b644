using CozeLoop.AllInOne.Hosting;
using CozeLoop.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Lists.Tests;

/// <summary>All services in this process on one clock that stands, and what their routes answer.</summary>
public sealed class WholeProduct : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    // Pages are its own business, and it has no list in the API.
    private static readonly ServiceEntry[] Services = [.. ServiceEntry.All.Where(s => s.Name != "studio")];

    private IReadOnlyList<ListOf>? _lists;

    public ServiceHost Host { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await StartAsync();
        Client = Host.CreateClient();
    }

    internal async Task<IReadOnlyList<ListOf>> ListsAsync() => _lists ??= await ListOf.AllAsync(this);

    private static Task<ServiceHost> StartAsync() =>
        ServiceHost.StartAsync(
            (services, configuration) =>
            {
                foreach (var service in Services)
                    service.Add(services, configuration);
                return services.AddSingleton<TimeProvider>(new FrozenClock(Now));
            },
            routes =>
            {
                foreach (var service in Services)
                    service.Map(routes);
                return routes;
            },
            ("COZELOOP_INIT_WORKSPACE_ID", $"{ServiceHost.WorkspaceId}")
        );

    /// <summary>GET routes whose answer is of this type, such as <c>/api/v1/replays/{id}/items</c>.</summary>
    public IReadOnlyList<string> RoutesAnswering(Func<Type, bool> fits) =>
        [
            .. Host
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
                .Where(e =>
                    e.Metadata.OfType<IProducesResponseTypeMetadata>().Any(p => p is { StatusCode: 200, Type: { } type } && fits(type))
                )
                .Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
                .Order(StringComparer.Ordinal),
        ];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
