using CozeLoop.Platform.Hosting;
using CozeLoop.Studio;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("studio");
builder.Services.AddStudio();
var app = builder.Build();
app.UsePlatform();
app.MapStaticAssets();
app.MapStudio();
await app.RunAsync();
