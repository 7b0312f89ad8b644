using CozeLoop.Experiments;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;

if (Healthcheck.IsAsked(args))
    return await Healthcheck.RunAsync();
return await HostProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddPlatform("experiments");
    builder.Services.AddExperiments(builder.Configuration);
    var app = builder.Build();
    app.UsePlatform();
    app.MapExperiments();
    return app;
});
