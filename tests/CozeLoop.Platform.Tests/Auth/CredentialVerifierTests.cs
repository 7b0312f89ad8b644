using System.Net;
using System.Net.Http.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Tests.Redis;
using CozeLoop.Platform.Web;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Auth;

/// <summary>What a replica remembers of credentials, while Workspaces (here a handler) answers, refuses and is away. Time stands still
/// unless a test moves it.</summary>
public sealed class CredentialVerifierTests(SharedRedis server) : IDisposable
{
    private const string Actor = "key:pk-1";
    private static readonly VerifyCredential Key = new("pk-1", "sk-1", null, null);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Workspaces _workspaces = new();

    public void Dispose()
    {
        _workspaces.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_key_revoked_on_one_replica_is_refused_on_the_other()
    {
        string prefix = server.NewPrefix();
        await using var one = await server.ReplicaAsync(prefix);
        await using var other = await server.ReplicaAsync(prefix);
        using var here = Verifier(one.Broadcast);
        using var there = Verifier(other.Broadcast);
        Assert.Equal(Actor, (await there.VerifyAsync(Key, default))!.Actor);
        _workspaces.Revoked = true;
        Assert.NotNull(await there.VerifyAsync(Key, default));
        await Eventually.Async(async () =>
        {
            await here.ForgetAsync(Actor);
            return await there.VerifyAsync(Key, default) is null;
        });
    }

    [Fact]
    public async Task A_replica_that_hears_nothing_refuses_a_revoked_key_after_ten_seconds()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        await using var redis = await RedisServer.StartAsync();
        await using var one = await Replica.StartAsync(redis.ConnectionString());
        await using var other = await Replica.StartAsync(redis.ConnectionString());
        using var here = Verifier(one.Broadcast);
        using var there = Verifier(other.Broadcast);
        Assert.NotNull(await there.VerifyAsync(Key, default));
        await redis.KillAsync();
        _workspaces.Revoked = true;
        await here.ForgetAsync(Actor);
        Assert.Null(await here.VerifyAsync(Key, default));
        _time.Advance(TimeSpan.FromSeconds(10.1));
        Assert.Null(await there.VerifyAsync(Key, default));
    }

    [Fact]
    public async Task While_workspaces_is_away_who_was_known_is_served_and_who_was_forgotten_is_not()
    {
        using var verifier = Verifier(new LocalBroadcast(NullLogger<LocalBroadcast>.Instance));
        Assert.NotNull(await verifier.VerifyAsync(Key, default));
        _workspaces.Away = true;
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(await verifier.VerifyAsync(Key, default));
        await verifier.ForgetAsync(Actor);
        await Assert.ThrowsAsync<HttpRequestException>(() => verifier.VerifyAsync(Key, default));
    }

    [Fact]
    public async Task While_the_store_of_workspaces_is_away_who_was_known_is_served_for_ten_minutes_more_and_a_stranger_is_told()
    {
        using var verifier = Verifier(new LocalBroadcast(NullLogger<LocalBroadcast>.Instance));
        Assert.NotNull(await verifier.VerifyAsync(Key, default));
        _workspaces.StoreAway = true;
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(Actor, (await verifier.VerifyAsync(Key, default))!.Actor);
        var told = await Assert.ThrowsAsync<ApiException>(() => verifier.VerifyAsync(Key with { SecretKey = "sk-2" }, default));
        Assert.Equal((503, "store_unavailable"), (told.Status, told.Code));
        _time.Advance(TimeSpan.FromSeconds(11));
        await Assert.ThrowsAsync<ApiException>(() => verifier.VerifyAsync(Key, default));
    }

    [Fact]
    public async Task When_the_ten_seconds_of_a_busy_key_are_over_it_is_asked_for_once()
    {
        using var verifier = Verifier(new LocalBroadcast(NullLogger<LocalBroadcast>.Instance));
        Assert.NotNull(await verifier.VerifyAsync(Key, default));
        _workspaces.Hangs = true;
        _time.Advance(TimeSpan.FromSeconds(11));
        var waiting = Enumerable.Range(0, 100).Select(_ => verifier.VerifyAsync(Key, default)).ToList();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.All(await Task.WhenAll(waiting), identity => Assert.Equal(Actor, identity!.Actor));
        Assert.Equal(2, _workspaces.Asked);
    }

    [Fact]
    public async Task Workspaces_that_hangs_is_waited_for_two_seconds_and_then_asked_by_one_caller_a_second()
    {
        using var verifier = Verifier(new LocalBroadcast(NullLogger<LocalBroadcast>.Instance));
        Assert.NotNull(await verifier.VerifyAsync(Key, default));
        _workspaces.Hangs = true;
        _time.Advance(TimeSpan.FromSeconds(11));
        var waiting = verifier.VerifyAsync(Key, default);
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(await waiting);
        Assert.NotNull(await verifier.VerifyAsync(Key, default));
        Assert.Equal(2, _workspaces.Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        var asking = verifier.VerifyAsync(Key, default);
        Assert.NotNull(await verifier.VerifyAsync(Key, default));
        Assert.Equal(3, _workspaces.Asked);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(await asking);

        _time.Advance(TimeSpan.FromSeconds(1));
        (_workspaces.Hangs, _workspaces.Revoked) = (false, true);
        Assert.Null(await verifier.VerifyAsync(Key, default));
    }

    [Fact]
    public async Task A_caller_who_leaves_while_workspaces_hangs_is_not_answered()
    {
        using var verifier = Verifier(new LocalBroadcast(NullLogger<LocalBroadcast>.Instance));
        Assert.NotNull(await verifier.VerifyAsync(Key, default));
        _workspaces.Hangs = true;
        _time.Advance(TimeSpan.FromSeconds(11));
        using var gone = new CancellationTokenSource();
        var waiting = verifier.VerifyAsync(Key, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Whoever_follows_a_credential_hears_of_its_end_at_once_by_broadcast_and_within_ten_seconds_without()
    {
        using var told = Verifier(new LocalBroadcast(NullLogger<LocalBroadcast>.Instance));
        using var untold = Verifier(new LocalBroadcast(NullLogger<LocalBroadcast>.Instance));
        var (atOnce, later) = (await FollowAsync(told), await FollowAsync(untold));
        _workspaces.Revoked = true;
        await told.ForgetAsync(Actor);
        Assert.Null(await atOnce);
        Assert.False(later.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10.1));
        Assert.Null(await later);
    }

    private static async Task<Task<CallerIdentity?>> FollowAsync(CredentialVerifier verifier)
    {
        var heard = new TaskCompletionSource<CallerIdentity?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var known = await verifier.VerifyAsync(Key, default);
        _ = verifier.FollowAsync(
            Key,
            known!,
            now =>
            {
                heard.TrySetResult(now);
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken
        );
        return heard.Task;
    }

    [Fact]
    public async Task What_was_asked_before_a_key_was_forgotten_is_not_kept()
    {
        using var verifier = Verifier(new LocalBroadcast(NullLogger<LocalBroadcast>.Instance));
        _workspaces.Before = () => verifier.ForgetAsync(Actor); // revoked while the answer is on its way
        Assert.NotNull(await verifier.VerifyAsync(Key, default));
        (_workspaces.Before, _workspaces.Revoked) = (null, true);
        Assert.Null(await verifier.VerifyAsync(Key, default));
    }

    private CredentialVerifier Verifier(IBroadcast broadcast) =>
        new(
            new ServiceCalls(
                _workspaces,
                new ServiceAddresses(new ConfigurationBuilder().Build()),
                new ServiceToken(new MasterKey(new ConfigurationBuilder().Build(), _folder.Data), _time)
            ),
            broadcast,
            _time,
            NullLogger<CredentialVerifier>.Instance
        );

    private sealed class Workspaces : HttpMessageHandler, IHttpClientFactory
    {
        public bool Revoked { get; set; }
        public bool Away { get; set; }
        public bool StoreAway { get; set; }
        public bool Hangs { get; set; }
        public int Asked { get; private set; }
        public Func<Task>? Before { get; set; }

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            if (Before is { } before)
                await before();
            if (Away)
                throw new HttpRequestException("Workspaces is away.");
            if (Hangs)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            if (StoreAway)
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
                {
                    Content = JsonContent.Create(new { code = "store_unavailable", detail = "MySQL is unavailable." }),
                };
            if (Revoked)
                return new HttpResponseMessage(HttpStatusCode.Unauthorized);
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = JsonContent.Create(new CallerIdentity(42, Actor, [Scopes.Read], null, "key"), options: Json.Api),
            };
        }
    }
}
