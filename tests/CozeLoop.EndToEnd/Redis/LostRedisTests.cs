using System.Net;
using System.Net.Http.Headers;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using Xunit;

namespace CozeLoop.EndToEnd.Redis;

/// <summary>The product with Redis, without it in the middle, and with it again.</summary>
public sealed class LostRedisTests
{
    [Fact]
    public async Task The_product_stays_ready_without_Redis_and_says_that_it_is_gone()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var redis = await RedisServer.StartAsync();
        await using var product = await RunningProduct.StartAsync(
            new Dictionary<string, string> { ["ConnectionStrings__Redis"] = redis.ConnectionString() },
            ct: ct
        );
        using var http = product.CreateClient();
        var prompts = new PromptsClient(http);
        await prompts.CreateAsync(new CreatePrompt("support", null), ct);
        await prompts.CommitAsync("support", new CommitVersion([new ChatMessage("system", "You help.")], null), ct);
        await UseAsync(product, http, "with", ct);
        await Eventually.Async(() => SaysNothingAsync(http, ct));

        await redis.KillAsync();
        await Eventually.Async(async () =>
            (await ReadyAsync(http, ct)).Contains($"Redis at {redis.Endpoint} does not answer", StringComparison.Ordinal)
        );
        await UseAsync(product, http, "without", ct);

        await redis.RestartAsync();
        await Eventually.Async(() => SaysNothingAsync(http, ct));
        await UseAsync(product, http, "again", ct);
    }

    /// <summary>Waited for: on a busy machine a call may be late, and then the page says so for a moment.</summary>
    private static async Task<bool> SaysNothingAsync(HttpClient http, CancellationToken ct) =>
        !(await ReadyAsync(http, ct)).Contains("does not answer", StringComparison.Ordinal);

    /// <summary>The body of the ready page, which must be ready.</summary>
    private static async Task<string> ReadyAsync(HttpClient http, CancellationToken ct)
    {
        using var answer = await http.GetAsync("/health/ready", ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(ct);
    }

    /// <summary>Fetches what is cached, and makes, uses and revokes a key.</summary>
    private static async Task UseAsync(RunningProduct product, HttpClient http, string name, CancellationToken ct)
    {
        for (int i = 0; i < 2; i++)
            Assert.Contains("You help.", await http.GetStringAsync("/api/v1/prompts/support/versions/1", ct), StringComparison.Ordinal);
        var workspaces = new WorkspacesClient(await product.OwnerAsync(ct));
        var key = await workspaces.CreateKeyAsync(new CreateApiKey(name, [Scopes.Read], null), ct);
        using var other = TestHttp.Create(product.Address);
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.SecretKey);
        using (var known = await other.GetAsync("/api/v1/prompts", ct))
            Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        await workspaces.RevokeKeyAsync(key.Key.PublicKey, ct);
        await Eventually.Async(async () =>
        {
            using var refused = await other.GetAsync("/api/v1/prompts", ct);
            return refused.StatusCode == HttpStatusCode.Unauthorized;
        });
    }
}
