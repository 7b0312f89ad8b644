using Xunit;

namespace CozeLoop.Contracts.Tests;

public sealed class IdsTests
{
    [Fact]
    public void The_same_parts_give_the_same_id() => Assert.Equal(Ids.TraceId("run", "item"), Ids.TraceId("run", "item"));

    [Fact]
    public void Where_one_part_ends_matters() => Assert.NotEqual(Ids.SpanId("ab", "c"), Ids.SpanId("a", "bc"));

    [Fact]
    public void Ids_have_the_lengths_of_W3C()
    {
        Assert.Equal(32, Ids.TraceId("x").Length);
        Assert.Equal(16, Ids.SpanId("x").Length);
    }
}
