using System.Globalization;
using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Platform.Tests.RocketMq;
using CozeLoop.Testing;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

[assembly: AssemblyFixture(typeof(CozeLoop.Containers.Tests.SharedRocketMq))]

namespace CozeLoop.Containers.Tests;

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

    protected override Task PassAsync(TimeSpan time) => Task.Delay(time);
}

/// <summary>A name server and a broker with its proxy, in one container: so each finds the other at the address that clients are told
/// too.</summary>
public sealed class SharedRocketMq : SharedContainer<IContainer>
{
    private const ushort Proxy = 8081,
        NameServer = 9876;

    // The name server tells clients where the broker is: its port must be the same inside and outside.
    private readonly int _broker = FreePort.Next();
    private int _next;

    /// <summary>A client with topics of its own.</summary>
    internal async Task<TestBroker> BrokerAsync()
    {
        var container = await ContainerAsync();
        return new TestBroker(
            $"Endpoints=127.0.0.1:{container.GetMappedPublicPort(Proxy)};NameServers=127.0.0.1:{container.GetMappedPublicPort(NameServer)}",
            $"t{Interlocked.Increment(ref _next)}-"
        );
    }

    protected override async Task<IContainer> StartAsync()
    {
        var container = new ContainerBuilder("apache/rocketmq:5.3.3")
            .WithCommand("bash", "-c", Command)
            .WithResourceMapping(Encoding.UTF8.GetBytes(BrokerConfiguration), "/etc/cozeloop/broker.conf")
            .WithResourceMapping(Encoding.UTF8.GetBytes(ProxyConfiguration), "/etc/cozeloop/proxy.json")
            .WithPortBinding(Proxy, assignRandomHostPort: true)
            .WithPortBinding(NameServer, assignRandomHostPort: true)
            .WithPortBinding(_broker, _broker)
            .WithCreateParameterModifier(OnLoopback)
            .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted("bash", "-c", $"{Registered} && </dev/tcp/127.0.0.1/{Proxy}"))
            .Build();
        await container.StartAsync();
        return container;
    }

    // The broker tells the name server of itself some seconds after it is up; before that no topic can be made.
    private const string Registered =
        "grep -q 'Registering current broker to name server completed' /tmp/home/logs/rocketmqlogs/broker.log";

    private const string Command =
        "java=\"java -Duser.home=/tmp/home -cp $ROCKETMQ_HOME/conf:$ROCKETMQ_HOME/lib/*\"; set -f; mkdir -p /tmp/home; "
        + "$java -Xms64m -Xmx128m org.apache.rocketmq.namesrv.NamesrvStartup & "
        + "exec $java -Xms384m -Xmx384m -XX:MaxDirectMemorySize=512m org.apache.rocketmq.proxy.ProxyStartup "
        + "-pm local -n 127.0.0.1:9876 -bc /etc/cozeloop/broker.conf -pc /etc/cozeloop/proxy.json";

    private string BrokerConfiguration =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            brokerClusterName=DefaultCluster
            brokerName=broker-a
            brokerId=0
            brokerIP1=127.0.0.1
            listenPort={_broker}
            storePathRootDir=/tmp/store
            storePathCommitLog=/tmp/store/commitlog
            autoCreateTopicEnable=false
            autoCreateSubscriptionGroup=true
            timerWheelEnable=true
            diskMaxUsedSpaceRatio=95
            """
        );

    // Short minimum times, as the locally started server has them: production has 10 s and 5 s.
    private const string ProxyConfiguration =
        """{"rocketMQClusterName":"DefaultCluster","minInvisibleTimeMillsForRecv":1000,"""
        + """ "grpcClientConsumerMinLongPollingTimeoutMillis":500}""";
}
