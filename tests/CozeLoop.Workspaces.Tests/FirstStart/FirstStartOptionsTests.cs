using CozeLoop.Workspaces.FirstStart;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace CozeLoop.Workspaces.Tests.FirstStart;

public sealed class FirstStartOptionsTests
{
    [Theory]
    [InlineData("https://loop.example.com/", "https://loop.example.com")]
    [InlineData("http://localhost:8082", "http://localhost:8082")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_public_address_is_taken_without_the_slash_at_its_end(string? given, string? expected) =>
        Assert.Equal(expected, Options(given).PublicUrl);

    [Theory]
    [InlineData("loop.example.com")]
    [InlineData("ftp://loop.example.com")]
    public void What_is_no_address_is_refused_by_the_settings_name(string given)
    {
        var faults = new List<string>();
        Options(given, faults);
        Assert.StartsWith("COZELOOP_PUBLIC_URL must be an address", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaa")]
    public void A_weak_or_empty_password_is_refused_in_words_by_the_settings_name(string given)
    {
        var faults = new List<string>();
        FirstStartOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new("COZELOOP_INIT_PASSWORD", given)]).Build(), faults);
        Assert.StartsWith("COZELOOP_INIT_PASSWORD is no password: A password ", Assert.Single(faults), StringComparison.Ordinal);
    }

    private static FirstStartOptions Options(string? url, List<string>? faults = null) =>
        FirstStartOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new("COZELOOP_PUBLIC_URL", url)]).Build(), faults ?? []);
}
