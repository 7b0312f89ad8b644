using CozeLoop.Platform.Hosting;

namespace CozeLoop.AllInOne.Hosting;

/// <summary>The one process: the platform once, then each service.</summary>
internal static class AllInOneHost
{
    /// <summary>The program's, by which the studio's files are found.</summary>
    internal static readonly string Name = typeof(AllInOneHost).Assembly.GetName().Name!;

    public static async Task<int> RunAsync(string[] args)
    {
        WebApplication app;
        try
        {
            app = Build(args);
        }
        catch (InvalidOperationException e)
        {
            // A wrong setting: its message says which and what it should be; a stack trace would hide that.
            await Console.Error.WriteLineAsync("cozeloop: " + e.Message);
            return 1;
        }
        await using (app)
        {
            await app.RunAsync();
        }
        return 0;
    }

    public static WebApplication Build(string[] args)
    {
        var builder = CreateBuilder(args);
        builder.WebHost.UseStaticWebAssets(); // the studio's files, also from a build that was not published
        var services = ServiceEntry.Selected(builder.Configuration);
        var app = Build(builder, services);
        app.UsePlatform();
        app.MapStaticAssets();
        foreach (var service in services) service.Map(app);
        return app;
    }

    /// <summary>Everything that every service adds, for work on its stores; it is never started.</summary>
    public static WebApplication BuildForStores() => Build(CreateBuilder([]), ServiceEntry.All);

    private static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = Name, ContentRootPath = AppContext.BaseDirectory });

    private static WebApplication Build(WebApplicationBuilder builder, IReadOnlyList<ServiceEntry> services)
    {
        builder.AddPlatform([.. services.Select(s => s.Name)]);
        foreach (var service in services) service.Add(builder.Services, builder.Configuration);
        return builder.Build();
    }
}
