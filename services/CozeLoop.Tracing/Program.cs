using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;
using CozeLoop.Tracing;

if (Healthcheck.IsAsked(args))
    return await Healthcheck.RunAsync();
return await HostProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddPlatform("tracing");
    builder.Services.AddTracing(builder.Configuration);
    var app = builder.Build();
    app.UsePlatform();
    app.MapTracing();
    return app;
});
