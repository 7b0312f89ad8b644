using CozeLoop.AllInOne.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq;

namespace CozeLoop.AllInOne.Cli;

/// <summary>The message broker in the doctor's report, and what the doctor makes there.</summary>
internal static class BrokerFindings
{
    private const string Variable = "ConnectionStrings__RocketMq";

    /// <summary>Nothing where the queue is embedded.</summary>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(Terminal terminal, CancellationToken ct) =>
        terminal.Variable(Variable) is { Length: > 0 } address ? Lines(await RocketMqDoctor.CheckAsync(address, Consumers(), ct)) : [];

    public static async Task<IReadOnlyList<Finding>> ProvisionAsync(Terminal terminal, CancellationToken ct) =>
        terminal.Variable(Variable) is { Length: > 0 } address
            ? Lines(await RocketMqDoctor.ProvisionAsync(address, Consumers(), ct))
            : [new Finding("queue", true, Texts.Of("doctor.embedded-queue"))];

    /// <summary>As the services register them, so that no list can lag behind.</summary>
    private static IEnumerable<ConsumerGroup> Consumers()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().Build();
        foreach (var service in ServiceEntry.All)
            service.Add(services, configuration);
        return [.. services.Select(s => s.ImplementationInstance).OfType<ConsumerGroup>()];
    }

    private static Finding[] Lines(IReadOnlyList<BrokerFinding> findings) =>
        [
            .. findings.Select(f => new Finding(
                f.Subject,
                f.Fault == BrokerFault.None,
                f.Fault == BrokerFault.None ? f.Detail : Texts.Of($"doctor.broker.{f.Fault}", f.Detail)
            )),
        ];
}
