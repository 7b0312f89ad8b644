using System.Diagnostics;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Telemetry;
using CozeLoop.Platform.Tests.Relational;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.Telemetry;

public sealed class ProductTracesTests : IAsyncDisposable
{
    private const string Topic = "traced",
        Group = "test";

    private readonly TestStores _stores = new();

    /// <summary>The test's own, by which its spans are known among those of tests that run beside it.</summary>
    private readonly Activity _test = new("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded };

    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public ProductTracesTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ProductTraces.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_ended)
                    _ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _test.Dispose();
        await _stores.DisposeAsync();
    }

    [Fact]
    public async Task A_message_carries_the_trace_of_its_sender()
    {
        await _stores.Broker.RegisterGroupAsync(Topic, Group);
        _test.Start();
        await _stores.Broker.PublishAsync(Topic, "x"u8.ToArray());
        _test.Stop();

        var send = Assert.Single(Ended("send traced"));
        Assert.Equal(_test.SpanId, send.ParentSpanId);
        Assert.Equal(send.Id, Assert.Single(await ReceiveAsync()).TraceParent);
    }

    [Fact]
    public async Task A_message_of_a_change_carries_the_trace_in_which_the_change_was_made()
    {
        await _stores.Broker.RegisterGroupAsync(Topic, Group);
        await using var notes = await _stores.OpenAsync(context => new NotesDatabase(context));
        _test.Start();
        await notes.WriteAsync(async tx =>
        {
            await NotesDatabase.AddAsync(tx, "a");
            tx.Publish(Topic, new { Text = "a" });
        });
        _test.Stop();
        // Relayed by a loop that knows nothing of the request.
        notes.StartOutbox();

        var message = Assert.Single(await ReceiveAsync());
        Assert.Equal(_test.TraceId, ActivityContext.Parse(message.TraceParent!, null).TraceId);
        Assert.Equal(_test.SpanId, Assert.Single(Ended("write notes")).ParentSpanId);
    }

    [Fact]
    public async Task One_message_is_handled_in_its_trace_and_several_of_different_traces_are_linked()
    {
        string[] parents =
        [
            .. Enumerable.Range(0, 3).Select(_ => $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01"),
        ];
        var messages = parents.Select(parent => new ReceivedMessage("1", Topic, Group, default, 1, "") { TraceParent = parent }).ToList();
        Activity? alone = null,
            together = null;
        await ProductTraces.ProcessAsync(messages[..1], () => Task.FromResult(alone = Activity.Current));
        await ProductTraces.ProcessAsync(messages, () => Task.FromResult(together = Activity.Current));

        Assert.Equal((parents[0], 0), (alone!.ParentId, alone.Links.Count()));
        Assert.Null(together!.ParentId);
        Assert.Equal(parents, together.Links.Select(l => $"00-{l.Context.TraceId}-{l.Context.SpanId}-01"));
    }

    [Fact]
    public async Task Work_that_fails_fails_its_span_and_its_caller()
    {
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ProductTraces.SendAsync("failing", () => throw new InvalidOperationException("The disk is gone."))
        );
        var span = Assert.Single(Ended("send failing"));
        Assert.Equal((ActivityStatusCode.Error, failed.Message), (span.Status, span.StatusDescription));
        Assert.Null(Activity.Current);
    }

    private Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync() =>
        _stores.Broker.ReceiveAsync(Topic, Group, 10, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20));

    private List<Activity> Ended(string name)
    {
        lock (_ended)
            return [.. _ended.Where(a => a.OperationName == name)];
    }
}
