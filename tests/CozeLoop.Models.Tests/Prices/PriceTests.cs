using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Prices;
using Xunit;

namespace CozeLoop.Models.Tests.Prices;

public class PriceTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse(
        "2026-11-23T10:00:00Z",
        System.Globalization.CultureInfo.InvariantCulture
    );
    private static readonly PriceRow Row = new(
        "r",
        "x",
        DateTimeOffset.UnixEpoch,
        null,
        0.000002m,
        0.000010m,
        0.0000005m,
        null,
        null,
        "test"
    );

    [Fact]
    public void Cost_is_the_sum_over_kinds() =>
        Assert.Equal(
            0.0002m + 0.00005m + 0.00003m + 0.0001m,
            Cost.Of(
                new TokenUsage
                {
                    Input = 100,
                    Output = 5,
                    CacheRead = 60,
                    Reasoning = 10,
                },
                Row
            )
        );

    [Fact]
    public void A_kind_without_a_price_makes_the_cost_unknown_unless_it_has_no_tokens()
    {
        Assert.Null(
            Cost.Of(
                new TokenUsage
                {
                    Input = 1,
                    Output = 1,
                    CacheWrite = 1,
                },
                Row
            )
        );
        Assert.NotNull(
            Cost.Of(
                new TokenUsage
                {
                    Input = 1,
                    Output = 1,
                    CacheWrite = 0,
                    Audio = 0,
                },
                Row
            )
        );
        Assert.Null(
            Cost.Of(
                new TokenUsage
                {
                    Input = 1,
                    Output = 1,
                    Audio = 1,
                },
                Row
            )
        );
        Assert.Null(Cost.Of(new TokenUsage(), Row));
    }

    [Theory]
    [InlineData("gpt-4o", "list:gpt-4o")]
    [InlineData("openai/gpt-4o-2024-11-20", "list:gpt-4o")]
    [InlineData("gpt-4o-2024-05-13", "list:gpt-4o-2024-05-13")]
    [InlineData("GPT-4o-mini", "list:gpt-4o-mini")]
    [InlineData("claude-sonnet-4-5-20250929", "list:claude-sonnet-4-5")]
    [InlineData("gpt-4o-mini-tts", null)]
    [InlineData("smollm2-135m-instruct", null)]
    public void Models_find_their_row_and_others_find_none(string model, string? id) =>
        Assert.Equal(id, PriceList.Find(PriceList.Rows, model, Now)?.Id);

    [Fact]
    public void Listed_amounts_are_per_token_and_each_row_fits_one_pattern()
    {
        var row = PriceList.Rows.Single(r => r.Id == "list:gpt-4o-mini");
        Assert.Equal((0.00000015m, 0.0000006m, 0.000000075m), (row.Input, row.Output, row.CacheRead));
        Assert.All(PriceList.Rows, r => Assert.Null(PriceList.PatternError(r.Pattern)));
        Assert.Equal(PriceList.Rows.Count, PriceList.Rows.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public void A_row_holds_from_its_start_inclusive_to_its_end_exclusive()
    {
        PriceRow[] rows = [Row with { Id = "old", ValidTo = Now }, Row with { Id = "new", ValidFrom = Now }];
        Assert.Equal(("old", "new"), (PriceList.Find(rows, "x", Now.AddTicks(-1))!.Id, PriceList.Find(rows, "x", Now)!.Id));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(a)\\1")]
    public void A_pattern_that_cannot_run_in_linear_time_is_refused(string pattern) => Assert.NotNull(PriceList.PatternError(pattern));
}
