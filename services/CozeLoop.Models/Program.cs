using CozeLoop.Models;
using CozeLoop.Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("models");
builder.Services.AddModels(builder.Configuration);

var app = builder.Build();
app.UsePlatform();
app.MapModels();
await app.RunAsync();
