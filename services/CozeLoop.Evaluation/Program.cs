using CozeLoop.Evaluation;
using CozeLoop.Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform("evaluation");
builder.Services.AddEvaluation(builder.Configuration);

var app = builder.Build();
app.UsePlatform();
app.MapEvaluation();
await app.RunAsync();
