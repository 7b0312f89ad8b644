using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Testing.Servers;
using CozeLoop.Truth.Figures;
using CozeLoop.Truth.Planted;
using CozeLoop.Truth.Scenarios;

namespace CozeLoop.Truth.Runs;

/// <summary>
/// A product as a user starts it, and a model beside it whose answers are planted: replays are asked for, and their verdicts read, over
/// the public API alone.
/// </summary>
internal sealed class Simulation : IAsyncDisposable
{
    private readonly RunningProduct _product;
    private readonly FakeModelServer _server;
    private readonly PlantedModel _model;
    private readonly HttpClient _http;
    private readonly Traffic _traffic;
    private RealModelServer? _real;

    private Simulation(RunningProduct product, FakeModelServer server, PlantedModel model, int seed)
    {
        (_product, _server, _model) = (product, server, model);
        _http = product.CreateClient();
        _traffic = new Traffic(_http, seed);
    }

    /// <param name="program">The product's assembly; default: as the build of this program made it.</param>
    public static async Task<Simulation> StartAsync(string? program, int seed, CancellationToken ct = default)
    {
        var model = new PlantedModel(seed);
        var server = await FakeModelServer.StartAsync(model.Answer, keepsRequests: false);
        var simulation = new Simulation(await RunningProduct.StartAsync(program: program, ct: ct), server, model, seed);
        await simulation.PrepareAsync(ct);
        return simulation;
    }

    public async Task<Tally> RunAsync(Scenario scenario, int runs, int atOnce, CancellationToken ct = default)
    {
        if (scenario.Subject.IsReal && _real is null)
            await StartRealAsync(ct);
        string prompt = await PromptAsync(scenario, ct);
        var windows = await _traffic.SendAsync(scenario, prompt, runs, ct);
        await ProductQueues.StoredAsync(_http, ct);
        var replays = new PlantedReplay(_http, scenario, prompt);
        var outcomes = new RunOutcome[runs];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, runs),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = ct },
            async (run, stop) => outcomes[run] = await replays.RunAsync(run, _model.NameOf(scenario, run), windows[run], stop)
        );
        return new Tally(scenario, outcomes);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _product.DisposeAsync();
        await _server.DisposeAsync();
        if (_real is not null)
            await _real.DisposeAsync();
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        await ConnectAsync(Subject.Planted, _server.BaseUrl, ct);
        var evaluators = new EvaluatorsClient(_http);
        await evaluators.CreateAsync(new CreateEvaluator(Subject.Planted.Metric, null), ct);
        var settings = JsonSerializer.SerializeToElement(new { text = PlantedModel.Right }, Json.Api);
        await evaluators.CommitAsync(Subject.Planted.Metric, new CreateEvaluatorVersion("contains", settings, null), ct);
    }

    /// <summary>Whose metric every new workspace has.</summary>
    private async Task StartRealAsync(CancellationToken ct)
    {
        _real = await RealModelServer.StartAsync((isMissing, why) => _ = isMissing ? throw new InvalidOperationException(why) : why);
        await ConnectAsync(Subject.Real, _real.BaseUrl, ct);
    }

    private Task<ModelConnection> ConnectAsync(Subject subject, string url, CancellationToken ct) =>
        new ModelsClient(_http).CreateAsync(new CreateConnection(subject.Connection, "openai", url, "none", ["any"]), ct);

    private async Task<string> PromptAsync(Scenario scenario, CancellationToken ct)
    {
        var prompts = new PromptsClient(_http);
        if (await prompts.FindAsync(scenario.Name, ct) is not null)
            return scenario.Name;
        await prompts.CreateAsync(new CreatePrompt(scenario.Name, null), ct);
        foreach (string text in (string[])[scenario.Subject.OldText, scenario.Subject.NewText])
            await prompts.CommitAsync(scenario.Name, new CommitVersion([new ChatMessage(ChatRoles.System, text)], null), ct);
        return scenario.Name;
    }
}
