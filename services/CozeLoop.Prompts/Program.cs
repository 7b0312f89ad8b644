using CozeLoop.Prompts;
using CozeLoop.Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("prompts");
builder.Services.AddPrompts(builder.Configuration);

var app = builder.Build();
app.UsePlatform();
app.MapPrompts();
await app.RunAsync();
