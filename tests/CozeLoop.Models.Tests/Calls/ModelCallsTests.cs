using CozeLoop.Contracts.Api;
using CozeLoop.Models.Calls;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Providers;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Models.Tests.Calls;

public class ModelCallsTests
{
    [Fact]
    public async Task An_answer_is_bought_once_and_found_again_after_a_restart()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var first = await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        await models.Host.RestartAsync();
        var second = await models.Client.CallAsync(ModelsUnderTest.Ask("Hello", span: 'b'));
        Assert.Equal((false, true), (first.Cached, second.Cached));
        Assert.Equal((first.Message, first.Usage, first.ContentKey), (second.Message, second.Usage, second.ContentKey));
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public async Task Its_buyer_that_asks_again_gets_it_as_it_was_bought()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var bought = await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        await models.Host.RestartAsync();
        var again = await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        Assert.False(again.Cached);
        Assert.Equal(
            (bought.Message, bought.Usage, bought.CostUsd, bought.LatencyMs),
            (again.Message, again.Usage, again.CostUsd, again.LatencyMs)
        );
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public async Task Requests_that_come_while_the_same_content_is_in_flight_wait_for_it()
    {
        await using var models = await ModelsUnderTest.StartAsync(request =>
            FakeModelAnswers.Default(request) with
            {
                Delay = TimeSpan.FromMilliseconds(300),
            }
        );
        var results = await Task.WhenAll("123456789abcdef".Select(span => models.Client.CallAsync(ModelsUnderTest.Ask("Hello", span))));
        Assert.Single(models.Server.Requests);
        Assert.Single(results, r => !r.Cached);
        Assert.Single(results.Select(r => r.Message!.Content).Distinct());
    }

    [Fact]
    public async Task Another_sample_or_another_workspace_buys_its_own()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        Assert.False((await models.Client.CallAsync(ModelsUnderTest.Ask("Hello", sample: 1))).Cached);
        var stranger = await new Contracts.Clients.ModelsClient(models.Host.CreateClient(workspaceId: 43)).CallAsync(
            ModelsUnderTest.Ask("Hello")
        );
        Assert.Equal("connection_not_found", stranger.Failure!.ProviderCode);
        Assert.Equal(2, models.Server.Requests.Count);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await using var models = await ModelsUnderTest.StartAsync(request =>
            request.Number == 1 ? FakeModelAnswer.Failing(FakeModelFault.ServerError) : FakeModelAnswers.Default(request)
        );
        var failed = await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        Assert.Equal(("provider_error", true), (failed.Failure!.Cause, failed.Failure.Retryable));
        var answered = await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        Assert.Equal((null, false, false), (answered.Failure, answered.Cached, answered.OutcomeWasUnknown));
    }

    [Fact]
    public async Task An_intent_without_an_outcome_is_called_again_and_said_so_to_its_own_span()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var (request, connection) = (ModelsUnderTest.Ask("Hello"), await ConnectionAsync(models));
        string key = new ProviderRequest(connection, request.Model, request.Messages, request.Tools, request.Parameters).ContentKey();
        // What a process leaves behind that dies between the intent and the answer.
        await models.Host.Services.GetRequiredService<CallStore>().BeginAsync(ServiceHost.WorkspaceId, key, request.Span, default);
        await models.Host.RestartAsync();
        var again = await models.Client.CallAsync(request);
        Assert.Equal((true, false), (again.OutcomeWasUnknown, again.Cached));
        Assert.True((await models.Client.CallAsync(request)).OutcomeWasUnknown);
        Assert.False((await models.Client.CallAsync(ModelsUnderTest.Ask("Hello", span: 'b'))).OutcomeWasUnknown);
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public async Task An_answer_is_kept_even_where_its_requester_left()
    {
        await using var models = await ModelsUnderTest.StartAsync(request =>
            FakeModelAnswers.Default(request) with
            {
                Delay = TimeSpan.FromSeconds(1),
            }
        );
        using var leave = new CancellationTokenSource();
        var call = models.Client.CallAsync(ModelsUnderTest.Ask("Hello"), leave.Token);
        while (models.Server.Requests.Count == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Null((await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"))).Failure);
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public async Task A_cancelled_runs_call_is_broken_off_at_the_provider_and_none_is_made_any_more()
    {
        await using var models = await ModelsUnderTest.StartAsync(Held);
        var call = models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        await Eventually.Async(() => models.Server.Requests.Count == 1);
        await models.Client.AbandonAsync("run-7");
        Assert.Equal(("cancelled", false), ((await call).Failure!.Cause, (await call).Failure!.Retryable));
        await Eventually.Async(() => models.Server.BrokenOff == 1);
        Assert.Equal("cancelled", (await models.Client.CallAsync(ModelsUnderTest.Ask("Other"))).Failure!.Cause);
        Assert.Single(models.Server.Requests);
        Assert.Contains("cancelled", Assert.Single(await models.SpansAsync(1)), StringComparison.Ordinal);
        // Of another workspace, or run, it is no business.
        models.Server.Answer = FakeModelAnswers.Default;
        Assert.Null((await models.Client.CallAsync(OfRun("run-8"))).Failure);
    }

    [Fact]
    public async Task A_call_that_two_runs_wait_for_goes_on_while_one_of_them_does()
    {
        await using var models = await ModelsUnderTest.StartAsync(Held);
        var first = models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        await Eventually.Async(() => models.Server.Requests.Count == 1);
        var second = models.Client.CallAsync(OfRun("run-8"));
        var calls = models.Host.Services.GetRequiredService<ModelCalls>();
        await Eventually.Async(() => calls.Waiting == 2);
        await models.Client.AbandonAsync("run-7");
        Assert.Equal(0, models.Server.BrokenOff);
        Assert.Equal(1, calls.Waiting);
        await models.Client.AbandonAsync("run-8");
        Assert.Equal("cancelled", (await second).Failure!.Cause);
        Assert.Equal("cancelled", (await first).Failure!.Cause);
        await Eventually.Async(() => models.Server.BrokenOff == 1);
    }

    private static FakeModelAnswer Held(FakeModelRequest request) =>
        FakeModelAnswers.Default(request) with
        {
            Delay = Timeout.InfiniteTimeSpan,
        };

    private static ModelCallRequest OfRun(string run)
    {
        var call = ModelsUnderTest.Ask("Hello", span: 'c');
        return call with { Span = call.Span with { RunId = run } };
    }

    [Fact]
    public async Task Offline_finds_what_is_there_and_misses_the_rest()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        Assert.Equal("offline_miss", (await models.Client.CallAsync(ModelsUnderTest.Ask("Hello") with { Offline = true })).Failure!.Cause);
        await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        Assert.True((await models.Client.CallAsync(ModelsUnderTest.Ask("Hello", span: 'b') with { Offline = true })).Cached);
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public async Task Each_call_is_a_span_and_a_cached_answer_one_without_tokens()
    {
        await using var models = await ModelsUnderTest.StartAsync(_ => new FakeModelAnswer("Surely.")
        {
            PromptTokens = 9,
            CompletionTokens = 2,
        });
        await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        await models.Client.CallAsync(ModelsUnderTest.Ask("Hello", span: 'b'));
        await models.Client.CallAsync(ModelsUnderTest.Ask("Hello"));
        var spans = await models.SpansAsync(2);
        Assert.Equal(2, spans.Count);
        foreach (
            string text in (string[])
                ["Hello", "Surely.", "run-7", "candidate", "origin-span", "fake-model", "cozeloop.kind", "cozeloop.environment"]
        )
            Assert.All(spans, span => Assert.Contains(text, span, StringComparison.Ordinal));
        Assert.Equal([true, false], spans.Select(s => s.Contains("cozeloop.tokens.input", StringComparison.Ordinal)));
        Assert.Equal([false, true], spans.Select(s => s.Contains("cozeloop.cached", StringComparison.Ordinal)));
        Assert.All(spans, span => Assert.DoesNotContain("sk-provider-secret", span, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_call_is_a_span_with_its_cause_and_the_same_start_when_made_again()
    {
        await using var models = await ModelsUnderTest.StartAsync(request =>
            request.Number == 1 ? FakeModelAnswer.Failing(FakeModelFault.ContextLength) : FakeModelAnswers.Default(request)
        );
        var request = ModelsUnderTest.Ask("Hello");
        await models.Client.CallAsync(request);
        await models.Client.CallAsync(request);
        var spans = await models.SpansAsync(2);
        Assert.Contains("context_length", spans[0], StringComparison.Ordinal);
        var store = models.Host.Services.GetRequiredService<CallStore>();
        var starts = new List<long>();
        for (int i = 0; i < 2; i++)
            starts.Add((await store.BeginAsync(ServiceHost.WorkspaceId, $"key{i}", request.Span, default))!.StartUnixNano);
        Assert.Equal(starts[0], starts[1]);
    }

    [Fact]
    public async Task The_simulated_connection_answers_at_once_in_every_workspace_and_says_what_it_is()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var result = await models.Client.CallAsync(ModelsUnderTest.Ask("Hello", connection: "Simulated (offline)"));
        Assert.Equal((true, 0m, null), (result.Simulated, result.CostUsd, result.Failure));
        Assert.Contains("cozeloop.simulated", Assert.Single(await models.SpansAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_request_is_a_400_and_the_route_is_not_public()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var bad = await Assert.ThrowsAsync<Contracts.Clients.ApiException>(() =>
            models.Client.CallAsync(ModelsUnderTest.Ask("Hello") with { Messages = [] })
        );
        Assert.Equal(400, bad.Status);
        bad = await Assert.ThrowsAsync<Contracts.Clients.ApiException>(() =>
            models.Client.CallAsync(ModelsUnderTest.Ask("Hello", span: 'x'))
        );
        Assert.Contains("span.spanId", bad.Errors.Keys);
    }

    [Fact]
    public async Task A_price_row_of_the_workspace_makes_the_cost_known()
    {
        await using var models = await ModelsUnderTest.StartAsync(_ => new FakeModelAnswer("Surely.")
        {
            PromptTokens = 100,
            CachedTokens = 40,
            CompletionTokens = 10,
        });
        Assert.Null((await models.Client.CallAsync(ModelsUnderTest.Ask("one"))).CostUsd);
        using var http = models.Host.CreateClient();
        var price = new CreatePrice("^fake-", DateTimeOffset.UnixEpoch, null, 0.000002m, 0.00001m, 0.0000005m, null, null, "contract");
        using var created = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            http,
            "/api/v1/prices",
            price,
            Contracts.Json.Api
        );
        Assert.Equal(System.Net.HttpStatusCode.Created, created.StatusCode);
        var result = await models.Client.CallAsync(ModelsUnderTest.Ask("two"));
        Assert.Equal(0.00012m + 0.00002m + 0.0001m, result.CostUsd);
        Assert.Equal(result.PriceRowId, (await models.Client.ListPricesAsync("fake-model")).Items.Single().Id);
    }

    private static async Task<Connection> ConnectionAsync(ModelsUnderTest models) =>
        (await models.Host.Services.GetRequiredService<ConnectionStore>().FindAsync(ServiceHost.WorkspaceId, "fake", default))!;
}
