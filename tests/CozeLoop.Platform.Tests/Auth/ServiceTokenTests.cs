using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Auth;

public sealed class ServiceTokenTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_token_says_who_calls_and_for_which_workspace()
    {
        var identity = Tokens("a").Read(Tokens("a").Issue(42, "user:1", ["read"]));
        Assert.Equal((42, "user:1"), (identity!.WorkspaceId, identity.Actor));
        Assert.Equal(["read"], identity.Scopes);
    }

    [Fact]
    public void A_token_ends_after_minutes()
    {
        string token = Tokens("a").Issue(42, "user:1", ["read"]);
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(Tokens("a").Read(token));
    }

    [Fact]
    public void A_token_of_another_installation_is_refused() => Assert.Null(Tokens("b").Read(Tokens("a").Issue(42, "user:1", ["read"])));

    [Theory]
    [InlineData("svc.")]
    [InlineData("svc..")]
    [InlineData("svc.e30.AAAA")]
    [InlineData("sk-secret")]
    public void What_is_no_token_is_refused(string text) => Assert.Null(Tokens("a").Read(text));

    private ServiceToken Tokens(string installation)
    {
        string key = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(installation.PadRight(32, '.')));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["COZELOOP_MASTER_KEY"] = key })
            .Build();
        return new ServiceToken(new MasterKey(configuration, new DataFolder(AppContext.BaseDirectory)), _time);
    }
}
