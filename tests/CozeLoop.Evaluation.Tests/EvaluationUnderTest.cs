using System.Collections.Concurrent;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CozeLoop.Evaluation.Tests;

/// <summary>The service over a real queue and database; what it asks of Models is answered by <see cref="Model"/>.</summary>
internal sealed class EvaluationUnderTest : IAsyncDisposable
{
    private ServiceHost _host = null!;

    public ConcurrentQueue<ModelCallRequest> Calls { get; } = new();
    public Func<ModelCallRequest, ModelCallResult> Model { get; set; } = _ => Says("""{"pass":true,"reason":"fine"}""");

    /// <summary>Answers instead of <see cref="Model"/>, when it likes.</summary>
    public Func<ModelCallRequest, CancellationToken, Task<ModelCallResult>>? Slow { get; set; }
    public EvaluatorsClient Client => new(_host.CreateClient());
    public ServiceHost Host => _host;

    private IMessageBroker Broker => _host.Services.GetRequiredService<IMessageBroker>();

    public static async Task<EvaluationUnderTest> StartAsync(params (string, string)[] settings)
    {
        var one = new EvaluationUnderTest();
        one._host = await ServiceHost.StartAsync(EvaluationService.AddEvaluation, one.Map, settings);
        await one.Broker.RegisterGroupAsync(Topics.Scores, "test");
        await one.Broker.RegisterGroupAsync(Topics.Events, "test");
        return one;
    }

    public static ModelCallResult Says(string text) => new() { Message = new ChatMessage("assistant", text), CostUsd = 0.001m };

    public static ModelCallResult Fails(string cause, bool retryable) =>
        new() { Failure = new ModelCallFailure(cause, "No answer.", retryable, null, null) };

    /// <summary>Commits a judge and answers its reference.</summary>
    public async Task<EvaluatorRef> JudgeAsync(string key = "kind", string scale = "binary", string model = "m")
    {
        const string messages = """[{"role":"user","content":"{{history}}\n{{answer}}"}]""";
        string config = $$"""{"messages":{{messages}},"connection":"c","model":"{{model}}","scale":"{{scale}}"}""";
        await Client.CreateAsync(new CreateEvaluator(key, null));
        return new EvaluatorRef(
            key,
            (await Client.CommitAsync(key, new CreateEvaluatorVersion("judge", JsonDocument.Parse(config).RootElement, null))).Version
        );
    }

    public Task PublishAsync(EvaluateSubject message) =>
        Broker.PublishAsync(Topics.Evaluations, JsonSerializer.SerializeToUtf8Bytes(message, Json.Compact));

    /// <summary>Tells that somebody changed a run.</summary>
    public Task TellAsync(string runId, string state, long version = 1) =>
        Broker.PublishAsync(
            Topics.Events,
            JsonSerializer.SerializeToUtf8Bytes(
                new PlatformEvent(ServiceHost.WorkspaceId, version) { RunStateChanged = new(runId, state) },
                Json.Compact
            )
        );

    public static EvaluateSubject Subject(string id, params EvaluatorRef[] evaluators) =>
        new(
            ServiceHost.WorkspaceId,
            id,
            [new("system", "ARM B: be brief."), new("user", "Where is it?")],
            new ChatMessage("assistant", "In Lyon."),
            null,
            evaluators,
            "trace-1",
            "span-1",
            "run-1"
        );

    /// <summary>The next scores; fewer when none has come for fifteen seconds.</summary>
    public Task<IReadOnlyList<Score>> ScoresAsync(int count) => TakeAsync<ScoresRecorded, Score>(Topics.Scores, count, m => m.Scores);

    public Task<IReadOnlyList<SubjectEvaluated>> FactsAsync(int count) =>
        TakeAsync<PlatformEvent, SubjectEvaluated>(Topics.Events, count, e => e.SubjectEvaluated is { } fact ? [fact] : []);

    /// <summary>What is told next of the judges that are waited for.</summary>
    public async Task<RunWaits?> WaitsAsync() =>
        (await TakeAsync<PlatformEvent, RunWaits>(Topics.Events, 1, e => e.RunWaits is { } waits ? [waits] : [])) is [.., var last]
            ? last
            : null;

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private async Task<IReadOnlyList<T>> TakeAsync<TMessage, T>(string topic, int count, Func<TMessage, IEnumerable<T>> read)
    {
        var taken = new List<T>();
        while (taken.Count < count)
        {
            var messages = await Broker.ReceiveAsync(topic, "test", 100, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(15));
            if (messages.Count == 0)
                break;
            foreach (var message in messages)
                taken.AddRange(read(JsonSerializer.Deserialize<TMessage>(message.Body.Span, Json.Compact)!));
            await Broker.AcknowledgeAsync(messages);
        }
        return taken;
    }

    private IEndpointRouteBuilder Map(IEndpointRouteBuilder routes)
    {
        routes.MapEvaluation();
        routes
            .MapPost(
                "/internal/models/calls",
                async (ModelCallRequest call, CancellationToken ct) =>
                {
                    Calls.Enqueue(call);
                    return Slow is { } slow ? await slow(call, ct) : Model(call);
                }
            )
            .RequireScope(Scopes.Write)
            .Internal();
        return routes;
    }
}
