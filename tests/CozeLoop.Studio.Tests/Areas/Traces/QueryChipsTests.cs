using CozeLoop.Studio.Areas.Traces;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Traces;

public class QueryChipsTests
{
    [Fact]
    public void Terms_joined_by_and_are_chips_of_their_own()
    {
        var chips = QueryChips.Split(
            "score.success < 0.5 AND tool:book_reservation AND NOT env:replay \"basic economy\" (model:a OR model:b)"
        );
        Assert.Equal(
            ["score.success < 0.5", "tool:book_reservation", "NOT env:replay", "\"basic economy\"", "(model:a OR model:b)"],
            chips
        );
    }

    [Fact]
    public void An_or_at_the_top_cannot_be_taken_apart() => Assert.Equal(["a:1 OR b:2"], QueryChips.Split(" a:1 OR b:2"));

    [Fact]
    public void Ticking_values_of_a_field_joins_them_by_or_and_unticking_undoes_it()
    {
        string one = QueryChips.Toggle("status:error", "model", "gpt-4o");
        Assert.Equal("status:error AND model:gpt-4o", one);
        string two = QueryChips.Toggle(one, "model", "o 1");
        Assert.Equal("status:error AND (model:gpt-4o OR model:\"o 1\")", two);
        Assert.True(QueryChips.Has(two, "model", "o 1"));
        Assert.Equal("status:error AND model:\"o 1\"", QueryChips.Toggle(two, "model", "gpt-4o"));
        Assert.Equal("status:error", QueryChips.Toggle("status:error AND model:\"o 1\"", "model", "o 1"));
    }

    [Fact]
    public void Quotes_in_a_value_are_kept() => Assert.Equal(["user:\"a \\\" b\""], QueryChips.Split(QueryChips.Term("user", "a \" b")));
}
