using System.Text;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Messaging;
using CozeLoop.Prompts;
using CozeLoop.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Hosting;

public sealed class QueueTests : IAsyncLifetime
{
    private ServiceHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ServiceHost.StartAsync(PromptsService.AddPrompts, PromptsService.MapPrompts);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_dead_letter_is_counted_listed_with_its_reason_and_sent_back()
    {
        var broker = _host.Services.GetRequiredService<IMessageBroker>();
        await broker.RegisterGroupAsync("topic", "group");
        await broker.PublishAsync("topic", Encoding.UTF8.GetBytes("poison"));
        var received = Assert.Single(await broker.ReceiveAsync("topic", "group", 1, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)));
        await broker.DeadLetterAsync(received, "it cannot be read");

        var queues = new QueuesClient(_host.CreateClient());
        Assert.Equal(
            (0, 0, 1),
            (await queues.ListAsync()).Where(q => q.Topic == "topic").Select(q => (q.Waiting, q.InFlight, q.DeadLetters)).Single()
        );
        var dead = Assert.Single((await queues.DeadLettersAsync("topic")).Items);
        Assert.Equal(("group", "it cannot be read", 1, 6), (dead.Group, dead.Reason, dead.Attempts, dead.Bytes));
        Assert.Equal(1, (await queues.RedriveAsync("topic")).Messages);
        Assert.Equal(
            (1, 0, 0),
            (await queues.ListAsync()).Where(q => q.Topic == "topic").Select(q => (q.Waiting, q.InFlight, q.DeadLetters)).Single()
        );
        Assert.Empty((await queues.DeadLettersAsync("topic")).Items);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task A_limit_out_of_its_range_is_refused(int limit) =>
        Assert.Equal(
            400,
            (await Assert.ThrowsAsync<ApiException>(() => new QueuesClient(_host.CreateClient()).DeadLettersAsync("topic", limit))).Status
        );

    [Fact]
    public async Task Who_may_only_read_sees_no_queue() =>
        Assert.Equal(
            403,
            (await Assert.ThrowsAsync<ApiException>(() => new QueuesClient(_host.CreateClient(scopes: "read")).ListAsync())).Status
        );
}
