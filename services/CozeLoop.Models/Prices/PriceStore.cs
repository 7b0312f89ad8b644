using System.Globalization;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Dapper;

namespace CozeLoop.Models.Prices;

/// <summary>A workspace's own price rows, which win over the list's; the newest wins among them.</summary>
internal sealed class PriceStore(ModelsDatabase database, TimeProvider time)
{
    public const string List = "prices";

    // Where a cursor stands: among the workspace's rows (time and id), or among those of the list (their number).
    private const string Own = "own",
        Shipped = "shipped";

    private const string Select = """
        SELECT id, pattern, valid_from AS ValidFrom, valid_to AS ValidTo, input_usd AS Input, output_usd AS Output,
            cache_read_usd AS CacheRead,
            cache_write_usd AS CacheWrite, reasoning_usd AS Reasoning, source
        FROM prices WHERE workspace_id = @workspace
        """;

    private const string Order = " ORDER BY valid_from DESC, id DESC";

    /// <summary>In order of precedence: the workspace's rows, then those of the list.</summary>
    public async Task<Page<PriceRow>> ListAsync(long workspace, int limit, Cursor? after, CancellationToken ct)
    {
        bool isPastOwn = after?.Id2 == Shipped;
        var own = isPastOwn
            ? []
            : await OwnAsync(
                " AND (@Time IS NULL OR valid_from < @Time OR (valid_from = @Time AND id < @Id))" + Order + " LIMIT @rows",
                new
                {
                    workspace,
                    after?.Time,
                    after?.Id,
                    rows = limit + 1,
                },
                ct
            );
        int first = isPastOwn ? (int)Math.Clamp(after!.Time + 1, 0, PriceList.Rows.Count) : 0;
        var rows = own.Select(row => (Row: row, At: new Cursor(row.ValidFrom.ToUnixMs(), row.Id, Own)))
            .Concat(PriceList.Rows.Skip(first).Select((row, i) => (Row: row, At: new Cursor(first + i, "", Shipped))));
        return PageRequest.Page(List, [.. rows.Take(limit + 1)], limit, r => r.At, r => r.Row);
    }

    /// <summary>The row that prices a call of this model now; null where none does.</summary>
    public async Task<PriceRow?> FindAsync(long workspace, string model, CancellationToken ct) =>
        PriceList.Find(await OwnAsync(Order, new { workspace }, ct), model, time.GetUtcNow()) ?? PriceList.Find(model);

    private async Task<IEnumerable<PriceRow>> OwnAsync(string more, object parameters, CancellationToken ct) =>
        (await database.ReadAsync(c => c.QueryAsync<Row>(Select + more, parameters), ct)).Select(r => r.ToPrice());

    public Task<long> CountAsync(long workspace, CancellationToken ct) =>
        database.ReadAsync(
            c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM prices WHERE workspace_id = @workspace", new { workspace }),
            ct
        );

    public Task<PriceRow> AddAsync(Caller caller, CreatePrice create, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var now = time.GetUtcNow();
                var price = new PriceRow(
                    Ids.New(time),
                    create.Pattern,
                    create.ValidFrom ?? now,
                    create.ValidTo,
                    create.Input,
                    create.Output,
                    create.CacheRead,
                    create.CacheWrite,
                    create.Reasoning,
                    create.Source ?? caller.Actor
                );
                await tx.Connection.ExecuteAsync(
                    """
                    INSERT INTO prices (workspace_id, id, pattern, valid_from, valid_to, input_usd, output_usd, cache_read_usd,
                        cache_write_usd, reasoning_usd, source)
                    VALUES (@workspace, @Id, @Pattern, @from, @to, @input, @output, @cacheRead, @cacheWrite, @reasoning, @Source)
                    """,
                    new
                    {
                        workspace = caller.WorkspaceId,
                        price.Id,
                        price.Pattern,
                        price.Source,
                        from = price.ValidFrom.ToUnixMs(),
                        to = price.ValidTo?.ToUnixMs(),
                        input = Text(price.Input),
                        output = Text(price.Output),
                        cacheRead = Text(price.CacheRead),
                        cacheWrite = Text(price.CacheWrite),
                        reasoning = Text(price.Reasoning),
                    },
                    tx.DbTransaction
                );
                tx.Raise(new PriceCreated(caller, price));
                return price;
            },
            ct
        );

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

        public PriceRow ToPrice() =>
            new(
                Id,
                Pattern,
                Times.OfUnixMs(ValidFrom),
                Times.OfUnixMs(ValidTo),
                Amount(Input),
                Amount(Output),
                Amount(CacheRead),
                Amount(CacheWrite),
                Amount(Reasoning),
                Source
            );

        private static decimal? Amount(string? text) =>
            text is null ? null : decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
