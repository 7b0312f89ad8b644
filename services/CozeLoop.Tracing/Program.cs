using CozeLoop.Tracing;
using CozeLoop.Platform.Hosting;

if (Healthcheck.IsAsked(args)) return await Healthcheck.RunAsync();
var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("tracing");
builder.Services.AddTracing(builder.Configuration);
var app = builder.Build();
app.UsePlatform();
app.MapTracing();
await app.RunAsync();
return 0;
