using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using Xunit;

namespace CozeLoop.Evaluation.Tests.Evaluators;

public sealed class EvaluatorEndpointsTests : IAsyncLifetime
{
    private EvaluationUnderTest _evaluation = null!;

    public async ValueTask InitializeAsync() => _evaluation = await EvaluationUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _evaluation.DisposeAsync();

    [Fact]
    public async Task A_workspace_starts_with_the_built_in_ones_and_keeps_them_once()
    {
        await _evaluation.Client.ListAsync();
        var page = await _evaluation.Client.ListAsync();
        Assert.Equal(
            ["at-most-20-words 1 regex", "helpful 1 judge", "same-tool-call 1 toolCall", "valid-json 1 jsonValid"],
            page.Items.Select(e => $"{e.Key} {e.Version} {e.Kind}")
        );
        Assert.Null(page.NextCursor);
    }

    [Fact]
    public async Task Each_built_in_one_can_be_run()
    {
        foreach (var evaluator in (await _evaluation.Client.ListAsync()).Items)
        {
            var result = await _evaluation.Client.RunAsync(
                evaluator.Key,
                new RunEvaluator(null, [new("user", "Hi")], new ChatMessage("assistant", "{}"), new ChatMessage("assistant", "Hello"))
            );
            Assert.Equal((evaluator.Key, 1.0), (result.Key, result.Value));
        }
    }

    [Theory]
    [InlineData("Yes.", 1)]
    [InlineData("one two three four five six seven eight nine ten one two three four five six seven eight nine ten", 1)]
    [InlineData("one two three four five six seven eight nine ten one two three four five six seven eight nine ten one", 0)]
    [InlineData("  ", 0)]
    public async Task At_most_twenty_words_counts_what_white_space_separates(string answer, double value) =>
        Assert.Equal(
            value,
            (
                await _evaluation.Client.RunAsync(
                    "at-most-20-words",
                    new RunEvaluator(null, [], new ChatMessage("assistant", answer), null)
                )
            ).Value
        );

    [Fact]
    public async Task Versions_are_numbered_kept_and_run_by_number_and_an_equal_commit_makes_none()
    {
        var client = _evaluation.Client;
        await client.CreateAsync(new CreateEvaluator("polite", "Polite"));
        Assert.Equal(1, (await CommitAsync("polite", """{"text":"please"}""")).Version);
        Assert.Equal(2, (await CommitAsync("polite", """{"text":"thank"}""")).Version);
        Assert.Equal(2, (await CommitAsync("polite", """{"text":"thank"}""")).Version);
        var evaluator = await client.FindAsync("polite");
        Assert.Equal(
            [(2, "thank"), (1, "please")],
            evaluator!.Versions.Select(v => (v.Version, v.Config.GetProperty("text").GetString()!))
        );
        var answer = new ChatMessage("assistant", "please wait");
        Assert.Equal(1, (await client.RunAsync("polite", new RunEvaluator(1, [], answer, null))).Value);
        Assert.Equal(0, (await client.RunAsync("polite", new RunEvaluator(null, [], answer, null))).Value);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_a_code()
    {
        var client = _evaluation.Client;
        await client.CreateAsync(new CreateEvaluator("polite", null));
        await RefusedAsync(409, "evaluator_exists", () => client.CreateAsync(new CreateEvaluator("polite", null)));
        await RefusedAsync(409, "evaluator_exists", () => client.CreateAsync(new CreateEvaluator("helpful", null)));
        await RefusedAsync(400, "invalid_request", () => client.CreateAsync(new CreateEvaluator("two words", null)));
        await RefusedAsync(422, "invalid_config", () => CommitAsync("polite", "{}"));
        await RefusedAsync(404, "evaluator_not_found", () => CommitAsync("absent", """{"text":"x"}"""));
        await RefusedAsync(
            404,
            "evaluator_not_found",
            () => client.RunAsync("polite", new RunEvaluator(null, [], new ChatMessage("assistant", "x"), null))
        );
        await RefusedAsync(
            404,
            "evaluator_version_not_found",
            () => client.RunAsync("helpful", new RunEvaluator(7, [], new ChatMessage("assistant", "x"), null))
        );
        Assert.Null(await client.FindAsync("absent"));
    }

    [Fact]
    public async Task A_reader_cannot_write_and_another_workspace_sees_nothing()
    {
        await _evaluation.Client.CreateAsync(new CreateEvaluator("polite", null));
        using var reader = _evaluation.Host.CreateClient(scopes: Scopes.Read);
        Assert.Equal(5, (await new EvaluatorsClient(reader).ListAsync()).Items.Count);
        await RefusedAsync(403, null, () => new EvaluatorsClient(reader).CreateAsync(new CreateEvaluator("mine", null)));
        using var other = _evaluation.Host.CreateClient(43);
        Assert.Null(await new EvaluatorsClient(other).FindAsync("polite"));
    }

    private Task<EvaluatorVersion> CommitAsync(string key, string config) =>
        _evaluation.Client.CommitAsync(key, new CreateEvaluatorVersion("contains", JsonDocument.Parse(config).RootElement, null));

    private static async Task RefusedAsync(int status, string? code, Func<Task> act)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(act);
        Assert.Equal((status, code ?? refusal.Code), (refusal.Status, refusal.Code));
    }
}
