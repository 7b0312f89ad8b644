using CozeLoop.Workspaces;
using CozeLoop.Platform.Hosting;

if (Healthcheck.IsAsked(args)) return await Healthcheck.RunAsync();
var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("workspaces");
builder.Services.AddWorkspaces(builder.Configuration);
var app = builder.Build();
app.UsePlatform();
app.MapWorkspaces();
await app.RunAsync();
return 0;
