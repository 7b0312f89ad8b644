using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Platform.Tests.RocketMq;

public sealed class GuardedServerTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    private const string Topic = "topic",
        Group = "group";
    private const string Right = $"AccessKey={GuardedServer.User};SecretKey={GuardedServer.Secret}",
        Wrong = $"AccessKey={GuardedServer.User};SecretKey=guessed";

    [Fact]
    public async Task Signed_requests_over_TLS_make_topics_and_carry_messages()
    {
        await using var test = Connect("signed-", $"{Right};Tls=true;TlsCa={CertificateAuthority()}");
        await test.Broker.RegisterGroupAsync(Topic, Group);
        await test.Broker.PublishAsync(Topic, "secret"u8.ToArray());
        var message = Assert.Single(await test.Broker.ReceiveAsync(Topic, Group, 1, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)));
        Assert.Equal("secret", Encoding.UTF8.GetString(message.Body.Span));
        await test.Broker.AcknowledgeAsync([message]);
        Assert.Equal(0, Assert.Single(await test.Broker.StatusAsync()).InFlight);
    }

    [Theory]
    [InlineData(Wrong, "check signature failed")]
    [InlineData("", "username cannot be null")]
    public async Task A_wrong_secret_and_none_are_refused_with_the_servers_words(string credentials, string why)
    {
        await using (var owner = Connect("refused-", Right))
            await owner.Broker.RegisterGroupAsync(Topic, Group);
        await using var stranger = Connect("refused-", credentials);
        var provisioning = await Assert.ThrowsAsync<RocketMqException>(() => stranger.Broker.RegisterGroupAsync(Topic, Group));
        Assert.Contains(why, provisioning.Message, StringComparison.Ordinal);
        var sending = await Assert.ThrowsAnyAsync<Exception>(() => stranger.Broker.PublishAsync(Topic, "x"u8.ToArray()));
        Assert.Contains(why, sending.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_the_machine_does_not_know_is_refused()
    {
        CertificateAuthority();
        await using var test = Connect("tls-", $"{Right};Tls=true");
        await test.Broker.RegisterGroupAsync(Topic, Group);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Broker.PublishAsync(Topic, "x"u8.ToArray()));
        Assert.Contains("SSL", refused.Message, StringComparison.Ordinal);
    }

    private TestBroker Connect(string prefix, string more)
    {
        Assert.SkipWhen(RocketMqServer.Missing is not null, RocketMqServer.Missing ?? "");
        return new TestBroker($"{server.ConnectionString};{more}", prefix);
    }

    private string CertificateAuthority()
    {
        Assert.SkipWhen(RocketMqServer.Missing is not null, RocketMqServer.Missing ?? "");
        return server.CertificateAuthority;
    }
}
