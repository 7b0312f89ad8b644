using CozeLoop.Experiments;
using CozeLoop.Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("experiments");
builder.Services.AddExperiments(builder.Configuration);

var app = builder.Build();
app.UsePlatform();
app.MapExperiments();
await app.RunAsync();
