using CozeLoop.Evaluation;
using CozeLoop.Platform.Hosting;

if (Healthcheck.IsAsked(args)) return await Healthcheck.RunAsync();
var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("evaluation");
builder.Services.AddEvaluation(builder.Configuration);
var app = builder.Build();
app.UsePlatform();
app.MapEvaluation();
await app.RunAsync();
return 0;
