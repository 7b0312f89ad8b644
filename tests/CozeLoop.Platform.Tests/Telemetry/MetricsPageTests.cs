using System.Runtime.InteropServices;
using CozeLoop.Platform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Telemetry;

public sealed class MetricsPageTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(null, null, 200)]
    [InlineData(null, "Bearer anything", 200)]
    [InlineData("secret", "Bearer secret", 200)]
    [InlineData("secret", "Bearer other", 401)]
    [InlineData("secret", "secret", 401)]
    [InlineData("secret", null, 401)]
    public async Task Where_a_token_is_set_only_who_sends_it_reads_the_figures(string? token, string? sent, int status)
    {
        var http = new DefaultHttpContext();
        if (sent is not null)
            http.Request.Headers.Authorization = sent;
        var answer = await Page(token).ReadAsync(http, default);
        Assert.Equal(status, answer is IStatusCodeHttpResult { StatusCode: { } code } ? code : 200);
    }

    [Fact]
    public async Task The_figures_are_collected_once_a_second_however_many_ask()
    {
        var page = Page(null);
        byte[] first = await TextAsync(page);
        Assert.Same(first, await TextAsync(page));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(first, await TextAsync(page));
    }

    private MetricsPage Page(string? token) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(MetricsPage.Setting, token)]).Build(), _time);

    private static async Task<byte[]> TextAsync(MetricsPage page)
    {
        var answer = Assert.IsType<FileContentHttpResult>(await page.ReadAsync(new DefaultHttpContext(), default));
        return MemoryMarshal.TryGetArray(answer.FileContents, out var bytes) ? bytes.Array! : [];
    }
}
