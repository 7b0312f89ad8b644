using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;
using CozeLoop.Prompts;

if (Healthcheck.IsAsked(args))
    return await Healthcheck.RunAsync();
return await HostProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddPlatform("prompts");
    builder.Services.AddPrompts(builder.Configuration);
    var app = builder.Build();
    app.UsePlatform();
    app.MapPrompts();
    return app;
});
