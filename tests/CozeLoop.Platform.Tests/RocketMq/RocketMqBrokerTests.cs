using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Tests.Contracts;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>The contract against a real server, in real time.</summary>
public sealed class RocketMqBrokerTests(SharedRocketMq server) : BrokerContract, IAsyncLifetime
{
    private TestBroker? _test;

    protected override IMessageBroker Broker => _test!.Broker;

    protected override TimeSpan Hidden => TimeSpan.FromSeconds(4);

    public async ValueTask InitializeAsync() => _test = await server.BrokerAsync();

    public async ValueTask DisposeAsync()
    {
        if (_test is not null)
            await _test.DisposeAsync();
    }

    // The server's clock is not a test's to put forward.
    protected override Task PassAsync(TimeSpan time) => Task.Delay(time);
}
