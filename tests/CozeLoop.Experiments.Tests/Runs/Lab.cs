using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Replays;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Web;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs;

/// <summary>The service over its real database and broker, in a folder that survives it; the neighbours are fakes. Leases are short, so
/// that a death is soon noticed.</summary>
internal sealed class Lab : IAsyncDisposable
{
    public static readonly Caller Ann = new(7, "user:ann", [Scopes.Read, Scopes.Write]);
    private readonly IHost _host;

    private Lab(IHost host, FakeNeighbours neighbours) => (_host, Neighbours) = (host, neighbours);

    public FakeNeighbours Neighbours { get; }
    public RunStore Store => Get<RunStore>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<Lab> StartAsync(string folder, FakeNeighbours neighbours, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [DataFolder.Setting] = folder,
                ["Experiments:Lease"] = "00:00:01",
                ["Experiments:Sweep"] = "00:00:00.1",
                ["Experiments:FirstProbe"] = "00:00:00.2",
            }
        );
        builder.Configuration.AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.Logging.ClearProviders();
        builder
            .Services.AddStores(builder.Configuration)
            .AddSingleton<IHttpClientFactory>(neighbours)
            .AddSingleton<MasterKey>()
            .AddSingleton<ServiceToken>()
            .AddSingleton<ServiceAddresses>()
            .AddSingleton<ServiceCalls>()
            .AddExperiments(builder.Configuration)
            .AddConsumer<FakeEvaluation>(Topics.Evaluations, "evaluation", new ConsumerOptions { Concurrency = 4 });
        var host = builder.Build();
        await host.StartAsync();
        return new Lab(host, neighbours);
    }

    public static CreateReplay Request(string system = "Be brief.", decimal? budget = null, int concurrency = 4) =>
        new()
        {
            Name = "Be brief",
            Source = new ReplaySource(null, null, null, new SampleSpec(12, 7)),
            Arms = [new ReplayArm { SystemPrompt = system, Connection = "lab" }],
            Evaluators = ["brief"],
            PrimaryMetric = "brief",
            BudgetUsd = budget,
            Concurrency = concurrency,
        };

    public async Task<string> CreateAsync(CreateReplay request, bool start = true, string? key = null) =>
        Assert.IsType<Creation.Created>(await Get<ReplayCreation>().CreateAsync(request, start, key, Ann, default)).Replay.Id;

    public async Task<Replay> ReadAsync(string id) =>
        await Get<ReplayView>().OfAsync((await Store.FindAsync(Ann.WorkspaceId, id, default))!, default);

    public async Task<Replay> UntilAsync(string id, Func<Replay, bool> holds, int seconds = 90)
    {
        for (int i = 0; i < seconds * 50; i++)
        {
            if (await ReadAsync(id) is var replay && holds(replay))
                return replay;
            await Task.Delay(20);
        }
        var last = await ReadAsync(id);
        throw new TimeoutException($"The replay is {last.State} ({last.StateReason}) with {last.Progress}.");
    }

    public async Task<RunRow> RowAsync(string id) => (await Store.FindAsync(Ann.WorkspaceId, id, default))!;

    public async Task<IReadOnlyList<CallRow>> CallsAsync(string id) =>
        (
            await Get<ExperimentsDatabase>()
                .ReadAsync(c => c.QueryAsync<CallRow>($"{CallRow.Select} WHERE run_id = @id ORDER BY seq", new { id }))
        ).AsList();

    public Task<Replay> FinishedAsync(string id) => UntilAsync(id, r => r.State == RunStates.Finished);

    public async Task<Comparison> ComparisonAsync(string id) =>
        Columns.FromJson<Comparison>((await Store.FindAsync(Ann.WorkspaceId, id, default))!.ComparisonJson!);

    /// <summary>Ends the process without a chance to tidy up its work: handlers are cancelled where they stand.</summary>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _host.StopAsync(atOnce.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}

/// <summary>Scores an answer 1 when it has fewer than four words, and reports it as Evaluation does: each subject once or more.</summary>
internal sealed class FakeEvaluation(IMessageBroker broker) : IMessageHandler
{
    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            var subject = JsonSerializer.Deserialize<EvaluateSubject>(message.Body.Span, Json.Compact)!;
            double value = subject.Answer.Content!.Split(' ').Length < 4 ? 1 : 0;
            EvaluationResult[] results =
            [
                .. subject.Evaluators.Select(e => new EvaluationResult(e.Key, e.Version, "regex", value, null, null, null)),
            ];
            var fact = new PlatformEvent(subject.WorkspaceId, 1)
            {
                SubjectEvaluated = new SubjectEvaluated(subject.SubjectId, subject.RunId, results),
            };
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(fact, Json.Compact);
            await broker.PublishAsync(Topics.Events, body, ct: ct);
            await broker.PublishAsync(Topics.Events, body, ct: ct);
        }
    }
}
