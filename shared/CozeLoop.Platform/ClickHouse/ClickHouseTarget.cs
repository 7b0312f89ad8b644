using CozeLoop.Platform.Migrations;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>Migrations of the trace store. ClickHouse has no lock to offer, and a crash between running and recording runs one
/// again.</summary>
internal sealed class ClickHouseTarget(IClickHouseEngine engine, string scope, TimeProvider time) : IMigrationTarget
{
    private const string CreateTable =
            "CREATE TABLE IF NOT EXISTS schema_migrations${on_cluster} (scope String, name String, checksum String, "
            + "applied_at DateTime64(3, 'UTC')) ENGINE = ${replicated}MergeTree ORDER BY (scope, name)",
        Select = "SELECT DISTINCT name, checksum FROM schema_migrations WHERE scope = {scope:String}",
        Record =
            "INSERT INTO schema_migrations SELECT {scope:String}, {name:String}, "
            + "{checksum:String}, parseDateTime64BestEffort({at:String}, 3, 'UTC')";

    public string Name => "The trace store";

    public bool IsShared => engine.IsShared;

    /// <summary>A crash between running and recording, and two processes at once, record twice.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AppliedAsync(CancellationToken ct)
    {
        await engine.ExecuteAsync(engine.Layout.Render(CreateTable), ClickHouseParameters.None, ct);
        var parameters = ClickHouseParameters.Of(new Dictionary<string, object?> { ["scope"] = scope });
        byte[] rows = await engine.QueryAsync(Select, "JSONEachRow", parameters, QueryLimits.Default, ct);
        return ClickHouseRows.Read<Row>(rows).DistinctBy(m => m.Name).ToDictionary(m => m.Name, m => m.Checksum);
    }

    public Task ApplyAsync(Migration migration, CancellationToken ct) =>
        engine.ExecuteAsync(engine.Layout.Render(migration.Sql), ClickHouseParameters.None, ct);

    public Task RecordAsync(Migration migration, CancellationToken ct) =>
        engine.ExecuteAsync(
            Record,
            ClickHouseParameters.Of(
                new Dictionary<string, object?>
                {
                    ["scope"] = scope,
                    ["name"] = migration.Name,
                    ["checksum"] = migration.Checksum,
                    ["at"] = time.GetUtcNow(),
                }
            ),
            ct
        );

    private sealed record Row(string Name, string Checksum);
}
