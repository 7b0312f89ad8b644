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

/// <summary>Makes the owner, the workspace and a key where there is no user yet, and prints how to get in. Later starts print a login link only.</summary>
internal sealed class FirstStart(
    WorkspacesDatabase database, ApiKeyStore keys, LoginStore logins, PasswordHashing passwords, FirstStartOptions options, PlatformOptions host,
    TimeProvider time, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    private CreatedApiKey? _created;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the transaction, which holds the only writer.
        string? hash = options.Password is { Length: > 0 } password ? await passwords.CreateAsync(password, cancellationToken) : null;
        _created = await database.WriteAsync(tx => CreateAsync(tx, hash), cancellationToken);
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return;
        const string sql = """
            SELECT m.user_id FROM members m JOIN workspaces w ON w.id = m.workspace_id WHERE m.role = @role
            ORDER BY w.created_ms, w.id, m.user_id LIMIT 1
            """;
        long owner = await database.ReadAsync(c => c.QuerySingleAsync<long>(sql, new { role = Roles.Owner }), cancellationToken);
        string address = options.Address(host);
        await Console.Out.WriteLineAsync(StartMessage.Compose(address, await logins.CreateLinkAsync(owner, cancellationToken), _created, options.PublicUrl is null ? host.OtlpHttpPort : 0));
    }

    private async Task<CreatedApiKey?> CreateAsync(Transaction tx, string? hash)
    {
        if (await tx.Connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM users", transaction: tx.DbTransaction) > 0) return null;
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long workspaceId = options.WorkspaceId ?? RandomId.Next();
        string email = LoginStore.Normalise(options.Email), name = options.Email.Split('@')[0];
        var args = new { userId = 1L, workspaceId, email, name, hash, role = Roles.Owner, now };
        await tx.Connection.ExecuteAsync("INSERT INTO users (id, email, name, password_hash, created_ms) VALUES (@userId, @email, @name, @hash, @now)", args, tx.DbTransaction);
        await tx.Connection.ExecuteAsync("INSERT INTO workspaces (id, name, created_ms) VALUES (@workspaceId, 'Default', @now)", args, tx.DbTransaction);
        await tx.Connection.ExecuteAsync("INSERT INTO members (workspace_id, user_id, role) VALUES (@workspaceId, @userId, @role)", args, tx.DbTransaction);
        // Not admin: it is printed, and pasted into programs. Whoever administers logs in, and makes such a key where one is needed.
        var request = new CreateApiKey("First key", [Scopes.Ingest, Scopes.Read, Scopes.Write], ExpiresAt: null);
        return await keys.InsertAsync(tx, workspaceId, request, options.PublicKey ?? SecretHash.New("pk-"), options.SecretKey ?? SecretHash.New("sk-"));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
