using System.Globalization;
using System.Net;
using CozeLoop.Platform.Hosting;
using CozeLoop.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Tests.Hosting;

public sealed class HealthcheckTests
{
    [Theory]
    [InlineData(HttpStatusCode.OK, 0, "")]
    [InlineData(HttpStatusCode.ServiceUnavailable, 1, "answers 503: SpanWriter waits for ClickHouse")]
    public async Task It_exits_as_the_server_on_its_port_fares_and_says_why_not(HttpStatusCode status, int expected, string why)
    {
        int port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        await using var server = builder.Build();
        server.MapGet("/health/ready", () => Results.Text("SpanWriter waits for ClickHouse", statusCode: (int)status));
        await server.StartAsync(TestContext.Current.CancellationToken);

        var (exit, said) = await AskAsync(port);

        Assert.Equal(expected, exit);
        Assert.EndsWith(why, said, StringComparison.Ordinal);
        Assert.Equal(why.Length == 0, said.Length == 0);
    }

    [Fact]
    public async Task A_port_where_nobody_answers_is_not_ready()
    {
        var (exit, said) = await AskAsync(FreePort.Next());
        Assert.Equal(1, exit);
        Assert.Contains("/health/ready does not answer", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("healthcheck", true)]
    [InlineData("healthcheck now", false)]
    [InlineData("serve", false)]
    public void Only_the_word_alone_asks_for_it(string arguments, bool asked) =>
        Assert.Equal(asked, Healthcheck.IsAsked(arguments.Split(' ')));

    private static async Task<(int Exit, string Said)> AskAsync(int port)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("COZELOOP_HTTP_PORT", port.ToString(CultureInfo.InvariantCulture))])
            .Build();
        await using var error = new StringWriter();
        int exit = await Healthcheck.RunAsync(settings, error);
        return (exit, error.ToString().TrimEnd());
    }
}
