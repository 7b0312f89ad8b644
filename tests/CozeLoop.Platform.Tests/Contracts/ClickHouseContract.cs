using System.Text;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What the trace store must do, embedded or at a server; each engine runs it by deriving a test class.</summary>
public abstract partial class ClickHouseContract
{
    protected abstract ClickHouseStore Store { get; }

    private sealed record Echo(string Value);

    private sealed record Many(
        long Big,
        double Half,
        decimal Money,
        DateTimeOffset At,
        IReadOnlyList<string> Words,
        IReadOnlyDictionary<string, string> Map,
        Pair Named,
        string? Nothing,
        bool Flag
    );

    private sealed record Pair(int A, string B);

    private sealed record Count(long N);

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("quote ' and \" and ` and {value:String}")]
    [InlineData("back\\slash \\n \\t \\N")]
    [InlineData("tab\there, line\nthere, blank\n\nline; SELECT 1;\r\b\f")]
    [InlineData("nul\0in the middle")]
    [InlineData("'; DROP TABLE facts; --")]
    [InlineData("文本 😀")]
    public async Task A_text_parameter_arrives_as_it_is(string text)
    {
        Assert.Equal(text, (await Store.QueryAsync<Echo>("SELECT {value:String} AS value", Of("value", text))).Single().Value);
        Assert.Equal(
            [text, "x"],
            (await Store.QueryAsync<Words>("SELECT {value:Array(String)} AS value", Of("value", new[] { text, "x" }))).Single().Value
        );
    }

    private sealed record Words(IReadOnlyList<string> Value);

    [Fact]
    public async Task Any_text_parameter_arrives_as_it_is()
    {
        var texts = Gen.ArrayOf(Gen.Elements("ab'\"\\\t\n\r\0\b\f[]{},;NUL 文".ToCharArray()))
            .Select(c => new string(c))
            .Sample(30, new Rnd(11, 3), 100)
            .ToArray();
        foreach (string text in texts)
            Assert.Equal(text, (await Store.QueryAsync<Echo>("SELECT {value:String} AS value", Of("value", text))).Single().Value);
        Assert.Equal(texts, (await Store.QueryAsync<Words>("SELECT {value:Array(String)} AS value", Of("value", texts))).Single().Value);
    }

    [Fact]
    public async Task Other_parameters_arrive_as_they_are()
    {
        var at = new DateTimeOffset(2026, 11, 23, 8, 46, 55, 123, TimeSpan.FromHours(1)).AddTicks(4567);
        var row = (
            await Store.QueryAsync<Other>(
                "SELECT {i:Int64} AS i, {d:Float64} AS d, {b:Bool} AS b, {at:DateTime64(9, 'UTC')} AS "
                    + "at, {none:Nullable(String)} AS none, {numbers:Array(UInt32)} AS numbers",
                new Dictionary<string, object?>
                {
                    ["i"] = long.MinValue,
                    ["d"] = 0.1,
                    ["b"] = true,
                    ["at"] = at,
                    ["none"] = null,
                    ["numbers"] = new[] { 1, 2 },
                }
            )
        ).Single();
        Assert.Equal((long.MinValue, 0.1, true, at, null), (row.I, row.D, row.B, row.At, row.None));
        Assert.Equal([1, 2], row.Numbers);
    }

    private sealed record Other(long I, double D, bool B, DateTimeOffset At, string? None, IReadOnlyList<int> Numbers);

    [Fact]
    public async Task Values_come_back_in_the_forms_that_are_documented()
    {
        var row = (
            await Store.QueryAsync<Many>(
                """
                SELECT toUInt64(9007199254740993) AS big, 0.5 AS half, toDecimal64('12.3456', 4) AS money,
                    toDateTime64('2026-11-23 07:46:55.123456789', 9, 'UTC') AS at,
                    ['a', 'b'] AS words, map('k', 'v') AS map, CAST((1, 'x'), 'Tuple(a Int32, b String)') AS named,
                    CAST(NULL, 'Nullable(String)') AS nothing, true AS flag
                """
            )
        ).Single();
        Assert.Equal(
            (9007199254740993, 0.5, 12.3456m, new Pair(1, "x"), null, true),
            (row.Big, row.Half, row.Money, row.Named, row.Nothing, row.Flag)
        );
        Assert.Equal(DateTimeOffset.Parse("2026-11-23T07:46:55.1234567Z", System.Globalization.CultureInfo.InvariantCulture), row.At);
        Assert.Equal(["a", "b"], row.Words);
        Assert.Equal("v", row.Map["k"]);
        Assert.Equal(
            "{\"at\":\"2026-11-23T07:46:55.123456789Z\",\"nan\":null}\n",
            Encoding.UTF8.GetString(
                await Store.QueryRawAsync("SELECT toDateTime64('2026-11-23 07:46:55.123456789', 9, 'UTC') AS at, nan AS nan", "JSONEachRow")
            )
        );
    }

    [Fact]
    public async Task A_query_without_rows_is_empty() => Assert.Empty(await Store.QueryAsync<Echo>("SELECT '' AS value WHERE 0"));

    [Theory]
    [InlineData("SELECT no_such_column", 47)]
    [InlineData("SELECT * FROM no_such_table", 60)]
    [InlineData("SELEC 1", 62)]
    [InlineData("SELECT {value:UInt8}", 457)]
    public async Task An_error_carries_the_engines_code(string sql, int code)
    {
        var error = await Assert.ThrowsAsync<ClickHouseException>(() => Store.QueryAsync<Echo>(sql, Of("value", "x")));
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public async Task A_query_is_killed_when_its_caller_leaves()
    {
        using var leave = new CancellationTokenSource();
        string mark = Guid.NewGuid().ToString("n"),
            ours = $"SELECT count() AS n FROM system.processes WHERE query LIKE '%mark{mark}%' AND query NOT LIKE '%processes%'";
        var endless = Store.QueryAsync<Count>(
            $"SELECT /* mark{mark} */ count() AS n FROM numbers(1000000000000) WHERE sipHash64(number) = 1",
            ct: leave.Token
        );
        await Eventually.Async(async () => (await Store.QueryAsync<Count>(ours)).Single().N == 1);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        await Eventually.Async(async () => (await Store.QueryAsync<Count>(ours)).Single().N == 0);
    }

    [Fact]
    public async Task A_query_that_was_left_before_it_began_does_not_run()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Store.QueryAsync<Count>("SELECT 1 AS n", ct: new CancellationToken(canceled: true))
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Store.ExecuteAsync("SELECT 1", ct: new CancellationToken(canceled: true))
        );
    }

    [Fact]
    public async Task A_query_that_takes_too_long_ends_with_the_engines_code()
    {
        var error = await Assert.ThrowsAsync<ClickHouseException>(() =>
            Store.QueryAsync<Count>(
                "SELECT count() AS n FROM numbers(1000000000000) WHERE sipHash64(number) = 1 SETTINGS max_execution_time = 0.2"
            )
        );
        Assert.Equal(ClickHouseException.Timeout, error.Code);
    }

    [Fact]
    public async Task A_query_that_wants_too_much_memory_ends_with_the_engines_code()
    {
        var error = await Assert.ThrowsAsync<ClickHouseException>(() =>
            Store.QueryAsync<Count>("SELECT length(groupArray(number)) AS n FROM numbers(10000000) SETTINGS max_memory_usage = 1000000")
        );
        Assert.Equal(241, error.Code);
    }

    [Fact]
    public async Task Queries_that_leave_at_any_moment_do_not_hold_the_readers()
    {
        var random = new Random(5);
        for (int i = 0; i < 20; i++)
        {
            using var leave = new CancellationTokenSource();
            var endless = Store.QueryAsync<Count>(
                "SELECT count() AS n FROM numbers(1000000000000) WHERE sipHash64(number) = 1",
                ct: leave.Token
            );
            for (int spins = random.Next(200); spins > 0; spins--)
                await Task.Yield();
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        }
    }

    [Fact]
    public async Task Queries_at_once_do_not_mix_their_answers()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => Store.QueryAsync<Count>("SELECT {i:Int64} AS n", Of("i", i)))
        );
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), answers.Select(rows => rows.Single().N));
    }

    [Theory]
    [InlineData("text ' \\ \t \n 文 {value:String}", 200)]
    [InlineData("x", 5_000_000)]
    [InlineData("文", 2_000_000)]
    public async Task A_long_parameter_arrives_as_it_is(string part, int times)
    {
        string text = string.Concat(Enumerable.Repeat(part, times));
        var row = (
            await Store.QueryAsync<Long>(
                "SELECT length({value:String}) AS length, {value:String} = arrayElement({list:Array(String)}, "
                    + "2) AS same, {short:String} AS short, length({numbers:Array(UInt32)}) AS numbers",
                new Dictionary<string, object?>
                {
                    ["value"] = text,
                    ["list"] = new[] { "'", text },
                    ["short"] = "s",
                    ["numbers"] = Enumerable.Range(0, 5000).ToArray(),
                }
            )
        ).Single();
        Assert.Equal(new Long(Encoding.UTF8.GetByteCount(text), 1, "s", 5000), row);
    }

    private sealed record Long(long Length, int Same, string Short, int Numbers);

    [Fact]
    public async Task Any_long_parameter_arrives_as_it_is()
    {
        var texts = Gen.ArrayOf(Gen.Elements("ab'\"\\\t\n\r\0\b\f[]{},;NUL 文:".ToCharArray()))
            .Select(c => new string(c))
            .Sample(30, new Rnd(17, 3), 60)
            .ToArray();
        string all = string.Concat(texts.Concat(texts).Concat(texts));
        Assert.True(all.Length > 1024);
        Assert.Equal(all, (await Store.QueryAsync<Echo>("SELECT {value:String} AS value", Of("value", all))).Single().Value);
        Assert.Equal(
            [all, "x", "", all],
            (await Store.QueryAsync<Words>("SELECT { value : Array(String) } AS value", Of("value", new[] { all, "x", "", all })))
                .Single()
                .Value
        );
    }

    [Fact]
    public async Task A_list_of_many_ids_finds_its_rows()
    {
        string[] ids = [.. Enumerable.Range(0, 20_000).Select(i => $"{i:x32}")];
        Assert.Equal(
            2,
            (
                await Store.QueryAsync<Count>(
                    "SELECT count() AS n FROM (SELECT lower(leftPad(hex(number), 32, '0')) AS "
                        + "id FROM numbers(19998, 5)) WHERE id IN {ids:Array(String)}",
                    Of("ids", ids)
                )
            )
                .Single()
                .N
        );
    }

    [Fact]
    public async Task An_answer_of_5_MB_is_whole()
    {
        var row = (await Store.QueryAsync<Echo>("SELECT repeat('文文\n', 800000) AS value")).Single();
        Assert.Equal(2_400_000, row.Value.Length);
        Assert.EndsWith("文\n", row.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_keep_their_digits()
    {
        var row = (
            await Store.QueryAsync<Digits>(
                "SELECT toInt64(-9223372036854775808) AS least, toUInt64(9223372036854775807) AS most, "
                    + "CAST('123456.123456789012', 'Decimal(18, 12)') AS cost, nan AS nothing, "
                    + "CAST([1.5, NULL], 'Array(Nullable(Float64))') AS list"
            )
        ).Single();
        Assert.Equal((long.MinValue, long.MaxValue, 123456.123456789012m, null), (row.Least, row.Most, row.Cost, row.Nothing));
        Assert.Equal([1.5, null], row.List);
    }

    private sealed record Digits(long Least, long Most, decimal Cost, double? Nothing, IReadOnlyList<double?> List);

    [Fact]
    public async Task An_exception_of_the_runtime_is_still_caught_while_the_engine_is_loaded()
    {
        await Store.QueryAsync<Count>("SELECT 1 AS n");
        string? nothing = await Task.FromResult<string?>(null);
        Assert.Throws<NullReferenceException>(() => nothing!.Length);
    }

    private static Dictionary<string, object?> Of(string name, object? value) => new() { [name] = value };

    /// <summary>One column of strings in the Native format, written out by hand.</summary>
    protected static byte[] Block(string column, string[] values)
    {
        using var block = new MemoryStream();
        using var writer = new BinaryWriter(block);
        writer.Write7BitEncodedInt(1);
        writer.Write7BitEncodedInt(values.Length);
        writer.Write(column);
        writer.Write("String");
        foreach (string value in values)
            writer.Write(value);
        writer.Flush();
        return block.ToArray();
    }
}
