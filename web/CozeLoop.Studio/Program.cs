using CozeLoop.Platform.Hosting;
using CozeLoop.Studio;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("studio");
builder.Services.AddStudio(builder.Configuration);
var app = builder.Build();
app.UsePlatform();
app.MapStaticAssets();
app.MapStudio();
await app.RunAsync();
