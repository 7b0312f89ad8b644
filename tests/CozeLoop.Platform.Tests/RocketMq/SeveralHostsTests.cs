using CozeLoop.Testing;
using CozeLoop.Testing.Hosts;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>
/// The consumers of one group as processes on hosts of their own, whose links to the broker are cut and come back. A minute and a half on
/// two cores, so that it waits for
/// <c>make test-all</c>.
/// </summary>
public sealed class SeveralHostsTests
{
    [Fact(Explicit = true)]
    public async Task Hosts_share_a_groups_work_and_take_over_what_one_that_is_cut_off_had_in_hand()
    {
        Assert.SkipWhen(RocketMqServer.Missing is not null, RocketMqServer.Missing ?? "");
        string? missing = await NetworkNamespaces.MissingAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        await using var network = await NetworkNamespaces.StartAsync(3);
        await using var server = await RocketMqServer.StartAsync(ip: network.HostAddress);
        await using var test = new TestBroker(server.ConnectionString, "");
        await test.Broker.RegisterGroupAsync(ConsumerHost.Topic, ConsumerHost.Group);
        await using ConsumerHost steady = new(network, 0, server.ConnectionString),
            second = new(network, 1, server.ConnectionString),
            third = new(network, 2, server.ConnectionString);
        ConsumerHost[] hosts = [steady, second, third];
        await Eventually.Async(() => hosts.All(host => host.IsReady));
        await using var flow = new MessageFlow(test.Broker, ConsumerHost.Topic);
        await Eventually.Async(() => hosts.All(host => host.Done.Count >= 20));

        // With every loop of it waiting in a handler, all that it did before has been acknowledged.
        third.Hold();
        await Eventually.Async(() => third.InHand.Count == ConsumerHost.Options.Concurrency);
        var (held, acknowledged) = (third.InHand, third.Done);
        await network.CutAsync(2);
        // It finishes what it has in hand and can tell nobody.
        third.Resume();
        await Eventually.Async(() => !held.Except(third.Done).Any() && !held.Except(steady.Done.Concat(second.Done)).Any());

        await network.ReconnectElsewhereAsync(2);
        await network.CutAsync(1);
        int sent = flow.Sent;
        await Eventually.Async(() => third.Done.Any(number => number > sent));
        int all = await flow.EndAsync();
        await Eventually.Async(() => hosts.SelectMany(host => host.Done).Distinct().Count() == all);

        await network.ReconnectAsync(1);
        foreach (var host in hosts)
            await host.StopAsync();
        var twice = hosts
            .SelectMany(host => host.Done)
            .GroupBy(number => number)
            .Where(times => times.Count() > 1)
            .Select(times => times.Key)
            .ToList();
        Assert.Subset(held.Concat(second.Done).ToHashSet(), twice.ToHashSet());
        Assert.Empty(twice.Intersect(acknowledged));
        // The second was cut off in the middle of its work: of what it did, only what it then had in hand was unacknowledged.
        Assert.InRange(twice.Except(held).Count(), 0, ConsumerHost.Options.Concurrency);
    }
}
