using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Dapper;

namespace CozeLoop.Models.Connections;

/// <summary>Connections of each workspace; the built-in one is always among them and never stored.</summary>
internal sealed class ConnectionStore(ModelsDatabase database, SecretBox secrets, TimeProvider time)
{
    public const string List = "models";

    private const string Select =
        "SELECT id, name, provider, base_url AS BaseUrl, models, encrypted_key AS EncryptedKey, "
        + "created_at AS CreatedAt FROM connections WHERE workspace_id = @workspace";

    /// <summary>In order of the name, the built-in one last.</summary>
    public async Task<IReadOnlyList<Connection>> ListAsync(long workspace, CancellationToken ct)
    {
        var rows = await database.ReadAsync(c => c.QueryAsync<Row>(Select + " ORDER BY name, id", new { workspace }), ct);
        return [.. rows.Select(row => Read(workspace, row)), Connection.BuiltIn];
    }

    /// <summary>As <see cref="ListAsync(long, CancellationToken)"/>, in pages.</summary>
    public async Task<Page<ModelConnection>> ListAsync(long workspace, int limit, Cursor? after, CancellationToken ct)
    {
        var rows = await database.ReadAsync(
            c =>
                c.QueryAsync<Row>(
                    Select + " AND (@Id IS NULL OR name > @Id OR (name = @Id AND id > @Id2)) ORDER BY name, id LIMIT @rows",
                    new
                    {
                        workspace,
                        after?.Id,
                        after?.Id2,
                        rows = limit + 1,
                    }
                ),
            ct
        );
        Connection[] all = [.. rows.Select(row => Read(workspace, row)), Connection.BuiltIn];
        return PageRequest.Page(List, all, limit, c => new Cursor(0, c.Name, c.Id), c => c.ToApi());
    }

    /// <summary>By id, else by name; null where the workspace has no such connection.</summary>
    public async Task<Connection?> FindAsync(long workspace, string idOrName, CancellationToken ct)
    {
        if (idOrName == Connection.BuiltIn.Id || string.Equals(idOrName, Connection.BuiltIn.Name, StringComparison.OrdinalIgnoreCase))
            return Connection.BuiltIn;
        var rows = (
            await database.ReadAsync(
                c => c.QueryAsync<Row>(Select + " AND (id = @idOrName OR name = @idOrName)", new { workspace, idOrName }),
                ct
            )
        ).AsList();
        var row = rows.Find(r => r.Id == idOrName) ?? rows.FirstOrDefault();
        return row is null ? null : Read(workspace, row);
    }

    /// <summary>Null where the name is taken.</summary>
    public Task<Connection?> CreateAsync(Caller caller, CreateConnection create, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                long workspace = caller.WorkspaceId;
                var taken = await tx.Connection.QueryAsync<Row>(
                    Select + " AND name = @Name",
                    new { workspace, create.Name },
                    tx.DbTransaction
                );
                if (taken.Any() || string.Equals(create.Name, Connection.BuiltIn.Name, StringComparison.OrdinalIgnoreCase))
                    return null;
                var row = NewRow(workspace, create);
                await tx.Connection.ExecuteAsync(
                    """
                    INSERT INTO connections (workspace_id, id, name, provider, base_url, models, encrypted_key, created_at)
                    VALUES (@workspace, @Id, @Name, @Provider, @BaseUrl, @Models, @EncryptedKey, @CreatedAt)
                    """,
                    new
                    {
                        workspace,
                        row.Id,
                        row.Name,
                        row.Provider,
                        row.BaseUrl,
                        row.Models,
                        row.EncryptedKey,
                        row.CreatedAt,
                    },
                    tx.DbTransaction
                );
                tx.Raise(new ConnectionCreated(caller, row.Id, row.Name));
                return Read(workspace, row);
            },
            ct
        );

    /// <param name="key">Empty or null: none from now on.</param>
    /// <returns>Null where there is no such connection.</returns>
    public Task<Connection?> ReplaceKeyAsync(Caller caller, string id, string? key, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                long workspace = caller.WorkspaceId;
                string? sealedKey = Seal(key, workspace, id);
                int changed = await tx.Connection.ExecuteAsync(
                    "UPDATE connections SET encrypted_key = @sealedKey WHERE workspace_id = @workspace AND id = @id",
                    new
                    {
                        workspace,
                        id,
                        sealedKey,
                    },
                    tx.DbTransaction
                );
                if (changed == 0)
                    return null;
                tx.Raise(new ConnectionKeyReplaced(caller, id));
                return Read(
                    workspace,
                    await tx.Connection.QuerySingleAsync<Row>(Select + " AND id = @id", new { workspace, id }, tx.DbTransaction)
                );
            },
            ct
        );

    /// <summary>False where there is no such connection.</summary>
    public Task<bool> DeleteAsync(Caller caller, string id, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                int deleted = await tx.Connection.ExecuteAsync(
                    "DELETE FROM connections WHERE workspace_id = @WorkspaceId AND id = @id",
                    new { caller.WorkspaceId, id },
                    tx.DbTransaction
                );
                if (deleted > 0)
                    tx.Raise(new ConnectionDeleted(caller, id));
                return deleted > 0;
            },
            ct
        );

    private Row NewRow(long workspace, CreateConnection create)
    {
        string id = Ids.New(time);
        return new Row
        {
            Id = id,
            Name = create.Name,
            Provider = create.Provider,
            BaseUrl = create.BaseUrl ?? DefaultUrl(create.Provider),
            Models = JsonSerializer.Serialize(create.Models ?? [], Json.Compact),
            CreatedAt = time.UnixMs(),
            EncryptedKey = Seal(create.ApiKey, workspace, id),
        };
    }

    private string? Seal(string? key, long workspace, string id) =>
        string.IsNullOrEmpty(key) ? null : secrets.Seal(key, Owner(workspace, id));

    private Connection Read(long workspace, Row row)
    {
        string? key = row.EncryptedKey is null ? null : secrets.Open(row.EncryptedKey, Owner(workspace, row.Id));
        return new Connection(
            row.Id,
            row.Name,
            row.Provider,
            row.BaseUrl is null ? null : new Uri(row.BaseUrl),
            key,
            KeyLost: row.EncryptedKey is not null && key is null,
            JsonSerializer.Deserialize<List<string>>(row.Models, Json.Compact)!,
            Times.OfUnixMs(row.CreatedAt)
        );
    }

    private static string Owner(long workspace, string id) => $"{workspace}/{id}";

    private static string? DefaultUrl(string provider) =>
        provider switch
        {
            ConnectionProviders.OpenAi => "https://api.openai.com/v1",
            ConnectionProviders.Anthropic => "https://api.anthropic.com",
            _ => null,
        };

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string Provider { get; init; } = "";
        public string? BaseUrl { get; init; }
        public string Models { get; init; } = "[]";
        public string? EncryptedKey { get; init; }
        public long CreatedAt { get; init; }
    }
}
