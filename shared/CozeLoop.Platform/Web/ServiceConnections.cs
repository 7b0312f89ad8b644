using System.Net.Sockets;
using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CozeLoop.Platform.Web;

/// <summary>How a service's name becomes a connection: the Unix socket of this process, or the network.</summary>
internal static class ServiceConnections
{
    public static IServiceCollection AddServiceCalls(this IServiceCollection services)
    {
        services.AddSingleton<ServiceAddresses>().AddSingleton<ServiceCalls>();
        services.AddClient(
            ServiceCalls.HereClient,
            provider => OverSocket(InternalListener.SocketPath(provider.GetRequiredService<DataFolder>()))
        );
        services.AddClient(ServiceCalls.ElsewhereClient, _ => OverNetwork());
        return services;
    }

    private static void AddClient(this IServiceCollection services, string name, Func<IServiceProvider, SocketsHttpHandler> handler) =>
        services
            .AddHttpClient(name)
            // Callers bound their calls by cancellation: a model may take minutes.
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(handler);

    // A minute: replicas come and go behind one name, and a kept connection would hold on to the one it met first.
    private static SocketsHttpHandler OverNetwork() =>
        new()
        {
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };

    private static SocketsHttpHandler OverSocket(string socketPath) =>
        new()
        {
            UseProxy = false,
            ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), ct);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
}
