using CozeLoop.Models;
using CozeLoop.Platform.Hosting;

if (Healthcheck.IsAsked(args)) return await Healthcheck.RunAsync();
var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("models");
builder.Services.AddModels(builder.Configuration);
var app = builder.Build();
app.UsePlatform();
app.MapModels();
await app.RunAsync();
return 0;
