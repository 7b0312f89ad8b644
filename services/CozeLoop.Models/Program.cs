using CozeLoop.Models;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;

if (Healthcheck.IsAsked(args))
    return await Healthcheck.RunAsync();
return await HostProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddPlatform("models");
    builder.Services.AddModels(builder.Configuration);
    var app = builder.Build();
    app.UsePlatform();
    app.MapModels();
    return app;
});
