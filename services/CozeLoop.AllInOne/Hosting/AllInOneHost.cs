using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;

namespace CozeLoop.AllInOne.Hosting;

/// <summary>The one process: the platform once, then each service.</summary>
internal static class AllInOneHost
{
    /// <summary>The program's, by which the studio's files are found.</summary>
    internal static readonly string Name = typeof(AllInOneHost).Assembly.GetName().Name!;

    public static Task<int> RunAsync(string[] args) => HostProgram.RunAsync(() => Build(args));

    public static WebApplication Build(string[] args)
    {
        var builder = CreateBuilder(args);
        builder.WebHost.UseStaticWebAssets(); // the studio's files, also from a build that was not published
        var services = ServiceEntry.Selected(builder.Configuration);
        Add(builder, services);
        var app = builder.Build();
        app.UsePlatform();
        app.MapStaticAssets();
        foreach (var service in services)
            service.Map(app);
        return app;
    }

    /// <summary>
    /// Everything that every service adds, for work of a command on the stores they share: no host, whose making would already take the
    /// data folder and its socket, and no log, because the
    /// output is the command's.
    /// </summary>
    public static ServiceProvider BuildForStores()
    {
        var builder = CreateBuilder([]);
        Add(builder, ServiceEntry.All);
        builder.Logging.ClearProviders();
        return builder.Services.BuildServiceProvider();
    }

    private static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ApplicationName = Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );

    private static void Add(WebApplicationBuilder builder, IReadOnlyList<ServiceEntry> services)
    {
        builder.AddPlatform([.. services.Select(s => s.Name)]);
        foreach (var service in services)
            service.Add(builder.Services, builder.Configuration);
    }
}
