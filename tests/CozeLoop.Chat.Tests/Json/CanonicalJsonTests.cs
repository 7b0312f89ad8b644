using CozeLoop.Chat.Json;
using Xunit;

namespace CozeLoop.Chat.Tests.Json;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b":1,"a":[1,{"d":null,"c":true}]}""", """{"a":[1,{"c":true,"d":null}],"b":1}""")]
    [InlineData("1.50", "1.5")]
    [InlineData("1e2", "100")]
    [InlineData("-0", "0")]
    [InlineData("1e-40", "1e-40")]
    [InlineData("12345678901234567890123456789012345", "12345678901234567890123456789012345")]
    [InlineData("not json", "not json")]
    [InlineData("", "{}")]
    public void One_value_has_one_spelling(string json, string canonical) => Assert.Equal(canonical, CanonicalJson.Of(json));

    [Theory]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("1", "\"1\"")]
    [InlineData("null", "{}")]
    [InlineData("1.4e-28", "1e-28")]
    public void Different_values_stay_different(string left, string right) =>
        Assert.NotEqual(CanonicalJson.Of(left), CanonicalJson.Of(right));
}
