using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Web;

/// <summary>Whoever is refused by the thousand does not write the log.</summary>
public sealed class ErrorHandlerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _log = new();
    private readonly ErrorHandler _handler;

    public ErrorHandlerTests() => _handler = new ErrorHandler(_log, _time);

    [Fact]
    public async Task A_store_that_is_away_is_told_once_a_second_in_a_line_without_a_stack()
    {
        for (int i = 0; i < 100; i++)
            Assert.Equal(503, await AnswerAsync(StoreUnavailableException.Because($"{i} MiB are free.")));
        Assert.Equal([(LogLevel.Warning, "GET /login is told to come again: 0 MiB are free.", null)], _log.Told);
        _time.Advance(TimeSpan.FromSeconds(1));
        await AnswerAsync(StoreUnavailableException.Because("Still away."));
        Assert.Equal("GET /login is told to come again, as 99 requests before it were: Still away.", _log.Told[1].Text);
    }

    [Fact]
    public async Task Each_cause_of_a_503_is_told_and_none_with_a_stack()
    {
        await AnswerAsync(new HttpRequestException("Connection refused"));
        await AnswerAsync(new IOException("No space left on device", 28));
        await AnswerAsync(new BrokerFullException("The queue is full."));
        Assert.Equal(3, _log.Told.Count);
        Assert.All(_log.Told, line => Assert.Equal((LogLevel.Warning, null), (line.Level, line.Exception)));
    }

    [Fact]
    public async Task A_bug_is_told_each_time_with_its_stack()
    {
        var bug = new InvalidOperationException("a bug");
        for (int i = 0; i < 2; i++)
            Assert.Equal(500, await AnswerAsync(bug));
        Assert.Equal([bug, bug], _log.Told.Select(line => line.Exception));
    }

    private async Task<int> AnswerAsync(Exception exception)
    {
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services, Request = { Method = "GET", Path = "/login" } };
        Assert.True(await _handler.TryHandleAsync(context, exception, TestContext.Current.CancellationToken));
        return context.Response.StatusCode;
    }

    private sealed class Lines : ILogger<ErrorHandler>
    {
        public List<(LogLevel Level, string Text, Exception? Exception)> Told { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Told.Add((logLevel, formatter(state, exception), exception));
    }
}
