using CozeLoop.Experiments;
using CozeLoop.Platform.Hosting;

if (Healthcheck.IsAsked(args)) return await Healthcheck.RunAsync();
var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("experiments");
builder.Services.AddExperiments(builder.Configuration);
var app = builder.Build();
app.UsePlatform();
app.MapExperiments();
await app.RunAsync();
return 0;
