using CozeLoop.Evaluation;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;

if (Healthcheck.IsAsked(args))
    return await Healthcheck.RunAsync();
return await HostProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddPlatform("evaluation");
    builder.Services.AddEvaluation(builder.Configuration);
    var app = builder.Build();
    app.UsePlatform();
    app.MapEvaluation();
    return app;
});
