using System.Globalization;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using Dapper;

namespace CozeLoop.Models.Prices;

/// <summary>A workspace's own price rows, which win over the list's; the newest wins among them.</summary>
internal sealed class PriceStore(ModelsDatabase database, TimeProvider time)
{
    private const string Select =
        """
        SELECT id, pattern, valid_from AS ValidFrom, valid_to AS ValidTo, input_usd AS Input, output_usd AS Output, cache_read_usd AS CacheRead,
            cache_write_usd AS CacheWrite, reasoning_usd AS Reasoning, source
        FROM prices WHERE workspace_id = @workspace ORDER BY valid_from DESC, id DESC
        """;

    /// <summary>In order of precedence.</summary>
    public async Task<IReadOnlyList<PriceRow>> ListAsync(long workspace, CancellationToken ct)
    {
        return [.. await OwnAsync(workspace, ct), .. PriceList.Rows];
    }

    /// <summary>The row that prices a call of this model now; null where none does.</summary>
    public async Task<PriceRow?> FindAsync(long workspace, string model, CancellationToken ct) =>
        PriceList.Find(await OwnAsync(workspace, ct), model, time.GetUtcNow()) ?? PriceList.Find(model);

    private async Task<IEnumerable<PriceRow>> OwnAsync(long workspace, CancellationToken ct) =>
        (await database.ReadAsync(c => c.QueryAsync<Row>(Select, new { workspace }), ct)).Select(r => r.ToPrice());

    public Task<long> CountAsync(long workspace, CancellationToken ct) => database.ReadAsync(c =>
        c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM prices WHERE workspace_id = @workspace", new { workspace }), ct);

    public Task<PriceRow> AddAsync(Caller caller, CreatePrice create, CancellationToken ct) => database.WriteAsync(async tx =>
    {
        var now = time.GetUtcNow();
        var price = new PriceRow(Ids.New(time), create.Pattern, create.ValidFrom ?? now, create.ValidTo, create.Input, create.Output, create.CacheRead, create.CacheWrite, create.Reasoning, create.Source ?? caller.Actor);
        await tx.Connection.ExecuteAsync(
            """
            INSERT INTO prices (workspace_id, id, pattern, valid_from, valid_to, input_usd, output_usd, cache_read_usd, cache_write_usd, reasoning_usd, source)
            VALUES (@workspace, @Id, @Pattern, @from, @to, @input, @output, @cacheRead, @cacheWrite, @reasoning, @Source)
            """,
            new
            {
                workspace = caller.WorkspaceId, price.Id, price.Pattern, price.Source, from = price.ValidFrom.ToUnixTimeMilliseconds(), to = price.ValidTo?.ToUnixTimeMilliseconds(),
                input = Text(price.Input), output = Text(price.Output), cacheRead = Text(price.CacheRead), cacheWrite = Text(price.CacheWrite), reasoning = Text(price.Reasoning),
            }, tx.DbTransaction);
        tx.Publish(Topics.Events, new PlatformEvent("audit", caller.WorkspaceId, now.ToUnixTimeMilliseconds())
        {
            Audit = new AuditEntry(Ids.New(time), now, caller.Actor, "price.create", $"price:{price.Id}", price.Pattern),
        });
        return price;
    }, ct);

    private static string? Text(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture);

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Pattern { get; init; } = "";
        public long ValidFrom { get; init; }
        public long? ValidTo { get; init; }
        public string? Input { get; init; }
        public string? Output { get; init; }
        public string? CacheRead { get; init; }
        public string? CacheWrite { get; init; }
        public string? Reasoning { get; init; }
        public string Source { get; init; } = "";

        public PriceRow ToPrice() => new(Id, Pattern, DateTimeOffset.FromUnixTimeMilliseconds(ValidFrom), ValidTo is { } to ? DateTimeOffset.FromUnixTimeMilliseconds(to) : null,
            Amount(Input), Amount(Output), Amount(CacheRead), Amount(CacheWrite), Amount(Reasoning), Source);

        private static decimal? Amount(string? text) => text is null ? null : decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
