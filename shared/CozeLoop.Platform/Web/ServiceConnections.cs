using System.Net.Sockets;
using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CozeLoop.Platform.Web;

/// <summary>How a service's name becomes a connection: the Unix socket of this host.</summary>
internal static class ServiceConnections
{
    public static IServiceCollection AddServiceCalls(this IServiceCollection services)
    {
        services.AddSingleton<ServiceCalls>();
        services.AddHttpClient(ServiceCalls.ClientName)
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan) // callers bound their calls by cancellation: a model may take minutes
            .ConfigurePrimaryHttpMessageHandler(provider => Handler(InternalListener.SocketPath(provider.GetRequiredService<DataFolder>())));
        return services;
    }

    private static SocketsHttpHandler Handler(string socketPath) => new()
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
