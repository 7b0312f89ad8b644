using CozeLoop.Platform.Messaging;
using CozeLoop.Testing.Stores;
namespace CozeLoop.Platform.Tests.Messaging;
public sealed class SmokeTests
{
    [Fact]
    public async Task A_large_body_comes_back_as_it_was()
    {
        await using var stores = new TestStores();
        await stores.Broker.RegisterGroupAsync("cozeloop-spans", "g");
        byte[] body = new byte[3_500_000];
        new Random(1).NextBytes(body);
        await stores.Broker.PublishAsync("cozeloop-spans", body.AsMemory(3, 3_000_000));
        var m = (await stores.Broker.ReceiveAsync("cozeloop-spans", "g", 10, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1))).Single();
        Assert.True(m.Body.Span.SequenceEqual(body.AsSpan(3, 3_000_000)));
        await stores.Broker.AcknowledgeAsync([m]);
        Assert.Equal(0, (await stores.Broker.StatusAsync()).Single().Waiting);
    }
}
