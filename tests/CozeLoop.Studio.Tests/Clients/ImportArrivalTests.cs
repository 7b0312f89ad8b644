using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Studio.Clients;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Studio.Tests.Clients;

public sealed class ImportArrivalTests : IDisposable
{
    private readonly AnswerTable answers = new();
    private readonly FakeTimeProvider time = new();
    private readonly ImportResult import = new(30, 60, 30, 30, Make.Start, Make.Start.AddSeconds(1), []);

    [Fact]
    public async Task It_waits_until_every_imported_trace_can_be_seen()
    {
        Visible(12);
        var seen = new List<long>();
        var waiting = ImportArrival.WaitAsync(Client(), import, time, seen.Add, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        Visible(30);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await waiting);
        Assert.Equal([12, 30], seen);
    }

    [Fact]
    public async Task It_gives_up_waiting_and_says_so()
    {
        Visible(0);
        var waiting = ImportArrival.WaitAsync(Client(), import, time, _ => { }, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.False(await waiting);
    }

    public void Dispose() => answers.Dispose();

    private TracingClient Client() => new(new HttpClient(answers, disposeHandler: false) { BaseAddress = new Uri("http://service") });

    private void Visible(long traces) =>
        answers.Give("/api/v1/traces/histogram", Make.Histogram(1, [new HistogramBucket(Make.Start, traces, 0, null, null)]));
}
