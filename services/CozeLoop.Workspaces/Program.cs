using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;
using CozeLoop.Workspaces;

if (Healthcheck.IsAsked(args))
    return await Healthcheck.RunAsync();
return await HostProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddPlatform("workspaces");
    builder.Services.AddWorkspaces(builder.Configuration);
    var app = builder.Build();
    app.UsePlatform();
    app.MapWorkspaces();
    return app;
});
