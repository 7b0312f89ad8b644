using CozeLoop.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Tests.Telemetry;

public sealed class LogFilterTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Antiforgery.DefaultAntiforgery", LogLevel.Error, false)] // a cookie that anybody made up
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error, true)]
    [InlineData("Microsoft.AspNetCore.Routing", LogLevel.Information, false)]
    [InlineData("CozeLoop.Platform.Web.ErrorHandler", LogLevel.Information, true)]
    public async Task What_a_request_from_nobody_can_cause_is_not_logged(string category, LogLevel level, bool logged)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        await using var app = builder.AddTelemetry().Build();
        Assert.Equal(logged, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
    }
}
