using System.Security.Cryptography;
using System.Text;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Relational;
using CozeLoop.Workspaces.Credentials;
using CozeLoop.Workspaces.Keys;
using CozeLoop.Workspaces.Login;
using CozeLoop.Workspaces.Members;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.FirstStart;

/// <summary>
/// Makes the owner, the workspace and a key where there is no user yet, and prints how to get in. Later starts print a login link only. All
/// of it comes after everything else has started: a key that was made and never shown could not be shown again.
/// </summary>
internal sealed class FirstStart(
    WorkspacesDatabase database,
    ApiKeyStore keys,
    LoginStore logins,
    PasswordHashing passwords,
    FirstStartOptions options,
    PlatformOptions host,
    DataFolder folder,
    TimeProvider time,
    IHostApplicationLifetime lifetime
) : IHostedLifecycleService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30),
        PollInterval = TimeSpan.FromSeconds(1);

    private readonly Leases _turns = new(database);

    private string Address => options.Address(host);

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return;
        if (!await HasUserAsync(cancellationToken))
            await InTurnAsync(cancellationToken);
        const string first = """
            SELECT m.user_id FROM members m JOIN workspaces w ON w.id = m.workspace_id WHERE m.role = @role
            ORDER BY w.created_ms, w.id, m.user_id LIMIT 1
            """;
        long owner = await database.ReadAsync(c => c.QuerySingleAsync<long>(first, new { role = MemberRoles.Owner }), cancellationToken);
        await Console.Out.WriteLineAsync(StartMessage.WayIn(Address, await logins.CreateLinkAsync(owner, cancellationToken)));
    }

    /// <summary>Replicas that share a database start together, and only one may show a key.</summary>
    private async Task InTurnAsync(CancellationToken ct)
    {
        // The same for a process that is started again on its folder: it must not wait for itself.
        string me = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName} {folder.Root}")));
        long? fence;
        while ((fence = await _turns.TryAcquireAsync("first start", me, Turn, ct)) is null)
            await Task.Delay(PollInterval, time, ct);
        if (!await HasUserAsync(ct))
            await BeginAsync(ct);
        await _turns.ReleaseAsync("first start", fence.Value, ct);
    }

    /// <summary>
    /// Shows the key before it is stored. One that is not stored after all is good for nothing, and the next start shows another.
    /// </summary>
    private async Task BeginAsync(CancellationToken ct)
    {
        string publicKey = options.PublicKey ?? SecretHash.New("pk-"),
            secretKey = options.SecretKey ?? SecretHash.New("sk-");
        // Before the transaction, which holds the only writer.
        string? hash = options.Password is { Length: > 0 } password ? await passwords.CreateAsync(password, ct) : null;
        await Console.Out.WriteLineAsync(StartMessage.Key(Address, secretKey, options.PublicUrl is null ? host.OtlpHttpPort : 0));
        await Console.Out.FlushAsync(ct);
        await database.WriteAsync(tx => CreateAsync(tx, hash, publicKey, secretKey), ct);
    }

    private Task<bool> HasUserAsync(CancellationToken ct) =>
        database.ReadAsync(async c => await c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM users") > 0, ct);

    private async Task CreateAsync(Transaction tx, string? hash, string publicKey, string secretKey)
    {
        long now = time.UnixMs();
        long workspaceId = options.WorkspaceId ?? RandomId.Next();
        string email = LoginStore.Normalise(options.Email),
            name = options.Email.Split('@')[0];
        var args = new
        {
            userId = 1L,
            workspaceId,
            email,
            name,
            hash,
            role = MemberRoles.Owner,
            now,
        };
        await tx.Connection.ExecuteAsync(
            "INSERT INTO users (id, email, name, password_hash, created_ms) VALUES (@userId, @email, @name, @hash, @now)",
            args,
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync(
            "INSERT INTO workspaces (id, name, created_ms) VALUES (@workspaceId, 'Default', @now)",
            args,
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync(
            "INSERT INTO members (workspace_id, user_id, role) VALUES (@workspaceId, @userId, @role)",
            args,
            tx.DbTransaction
        );
        // Not admin: it is printed, and pasted into programs. Whoever administers logs in, and makes such a key where one is needed.
        var request = new CreateApiKey("First key", [Scopes.Ingest, Scopes.Read, Scopes.Write], ExpiresAt: null);
        await keys.InsertAsync(tx, workspaceId, request, publicKey, secretKey);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
