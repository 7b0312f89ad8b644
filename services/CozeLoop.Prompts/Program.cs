using CozeLoop.Prompts;
using CozeLoop.Platform.Hosting;

if (Healthcheck.IsAsked(args)) return await Healthcheck.RunAsync();
var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("prompts");
builder.Services.AddPrompts(builder.Configuration);
var app = builder.Build();
app.UsePlatform();
app.MapPrompts();
await app.RunAsync();
return 0;
