using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Loop;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using Dapper;
using Xunit;

namespace CozeLoop.EndToEnd.MySql;

/// <summary>The product with its relational stores on a real MariaDB: what each service was told survives a kill of the product.</summary>
public sealed class MySqlTests
{
    [Fact]
    public async Task Every_service_keeps_what_it_was_told_over_a_kill()
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        await using var server = await MariaDbServer.StartAsync();
        await using var product = await RunningProduct.StartAsync(Settings(server), ct: ct);
        using var http = product.CreateClient();
        await ChangePromptsAsync(http, ct);
        await ChangeModelsAsync(http, ct);
        await RaceAsync(http, ct);
        await Replays.CreateEvaluatorAsync(http, ct);
        var owner = await product.OwnerAsync(ct);
        var key = await PostAsync(owner, "/api/v1/api-keys", new { name = "second key" }, ct);
        await product.KillAsync();
        await product.RestartAsync(ct);

        var prompt = await new PromptsClient(http).FindAsync("greeting", ct);
        Assert.Equal((2, 1), (prompt!.Versions.Count, prompt.Labels["production"]));
        Assert.Equal("你好 😀", prompt.Versions[1].Messages[0].Content);
        Assert.Contains((await new ModelsClient(http).ListAsync(ct)).Items, c => c.Name == Replays.Connection);
        Assert.Contains("own-*", await http.GetStringAsync("/api/v1/prices", ct), StringComparison.Ordinal);
        Assert.Single((await new EvaluatorsClient(http).FindAsync(Replays.Metric, ct))!.Versions);
        Assert.Contains("second key", await owner.GetStringAsync("/api/v1/api-keys", ct), StringComparison.Ordinal);
        using var second = TestHttp.Create(product.Address);
        second.DefaultRequestHeaders.Authorization = new("Bearer", key.GetProperty("secretKey").GetString());
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/api/v1/prompts", ct)).StatusCode);
        // Audit rows travel over the outbox and the queue.
        await Eventually.Async(async () =>
        {
            using var log = await owner.GetAsync("/api/v1/audit?limit=100", ct);
            Assert.True(log.IsSuccessStatusCode, product.Output[^Math.Min(product.Output.Length, 4000)..]);
            return (await log.Content.ReadAsStringAsync(ct)).Contains("prompt.label", StringComparison.Ordinal);
        });
        Assert.Contains("owner@example.test", await http.GetStringAsync("/api/v1/members", ct), StringComparison.Ordinal);
        foreach (
            string path in (string[])
                [
                    "/api/v1/me",
                    "/api/v1/me/sessions",
                    "/api/v1/workspaces",
                    "/api/v1/evaluators",
                    "/api/v1/models",
                    "/api/v1/prices",
                    "/api/v1/replays",
                    "/api/v1/scores",
                    "/api/v1/actors?actor=user:1",
                    "/api/v1/queues",
                ]
        )
        {
            using var read = await owner.GetAsync(path, ct);
            Assert.True(read.IsSuccessStatusCode, $"{path}: {await read.Content.ReadAsStringAsync(ct)}");
        }
    }

    [Fact]
    public async Task Provisioning_brings_every_database_to_this_version_and_says_which_could_not_be()
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        await using var server = await MariaDbServer.StartAsync();
        var refused = await ProvisionAsync(server.ConnectionString("fresh", password: "wrong"), ct);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Access denied", refused.Output, StringComparison.Ordinal);

        // All at once, as the pods of an installation do.
        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ProvisionAsync(server.ConnectionString("fresh"), ct)));
        Assert.All(done, result => Assert.True(result.ExitCode == 0, result.Output + result.Error));
        await using var connection = await server.ConnectAsync();
        var databases = await connection.QueryAsync<string>(
            "SELECT table_schema FROM information_schema.tables WHERE table_name = "
                + "'schema_migrations' AND table_schema LIKE 'fresh%' ORDER BY 1"
        );
        Assert.Equal(
            ["fresh_evaluation", "fresh_experiments", "fresh_models", "fresh_prompts", "fresh_tracing", "fresh_workspaces"],
            databases
        );
    }

    private static Task<ExternalProgram.Result> ProvisionAsync(string mySql, CancellationToken ct) =>
        ExternalProgram.RunAsync(
            "dotnet",
            [RunningProduct.ProductFile(), "doctor", "--provision"],
            new Dictionary<string, string>
            {
                ["ConnectionStrings__MySql"] = mySql,
                ["COZELOOP_MASTER_KEY"] = Convert.ToBase64String(new byte[32]),
            },
            ct: ct
        );

    private static async Task ChangePromptsAsync(HttpClient http, CancellationToken ct)
    {
        var prompts = new PromptsClient(http);
        await prompts.CreateAsync(new CreatePrompt("greeting", "Greeting"), ct);
        await prompts.CommitAsync("greeting", new CommitVersion([new ChatMessage("system", "你好 😀")], "first"), ct);
        await prompts.PutDraftAsync("greeting", new PutDraft([new ChatMessage("system", "Hello")]), null, ct);
        await prompts.CommitAsync("greeting", new CommitVersion(null, "from the draft"), ct);
        await prompts.PutLabelAsync("greeting", "production", new PutLabel(1), ct);
    }

    private static async Task ChangeModelsAsync(HttpClient http, CancellationToken ct)
    {
        await new ModelsClient(http).CreateAsync(
            new CreateConnection(Replays.Connection, "openai", "http://127.0.0.1:9/v1", "key", [Replays.Model]),
            ct
        );
        await PostAsync(
            http,
            "/api/v1/prices",
            new
            {
                pattern = "own-*",
                input = 0.000001m,
                output = 0.000002m,
            },
            ct
        );
    }

    /// <summary>SQLite's one writer makes these safe; here rows must be locked.</summary>
    private static async Task RaceAsync(HttpClient http, CancellationToken ct)
    {
        var prompts = new PromptsClient(http);
        await prompts.CreateAsync(new CreatePrompt("race", null), ct);
        string etag = (await prompts.PutDraftAsync("race", new PutDraft([new ChatMessage("system", "0")]), null, ct)).Etag;
        int[] drafts = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(i => StatusAsync(() => prompts.PutDraftAsync("race", new PutDraft([new ChatMessage("system", $"{i}")]), etag, ct)))
        );
        Assert.Equal((1, 7), (drafts.Count(s => s == 200), drafts.Count(s => s == 412)));
        // Each commit finds the version before it: no number is given twice, and none is left out.
        await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(i => prompts.CommitAsync("race", new CommitVersion([new ChatMessage("system", $"version {i}")], null), ct))
        );
        Assert.Equal(Enumerable.Range(1, 8).Reverse(), (await prompts.FindAsync("race", ct))!.Versions.Select(v => v.Version));
        int[] created = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(_ => StatusAsync(() => new EvaluatorsClient(http).CreateAsync(new CreateEvaluator("race", null), ct)))
        );
        Assert.Equal((1, 7), (created.Count(s => s == 200), created.Count(s => s == 409)));
    }

    /// <summary>200, or the status of the refusal.</summary>
    private static async Task<int> StatusAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return 200;
        }
        catch (ApiException e)
        {
            return e.Status;
        }
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(path, body, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
    }

    private static Dictionary<string, string> Settings(MariaDbServer server) =>
        new()
        {
            ["ConnectionStrings__MySql"] = server.ConnectionString("loop"),
            ["COZELOOP_MASTER_KEY"] = Convert.ToBase64String(new byte[32]),
        };
}
