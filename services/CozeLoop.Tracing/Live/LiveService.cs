namespace CozeLoop.Tracing.Live;

internal static class LiveService
{
    public static IServiceCollection AddLive(this IServiceCollection services) =>
        services.AddSingleton<LiveTail>().AddSingleton<LiveTraces>().AddSingleton<LiveSeats>();
}
