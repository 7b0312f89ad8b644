using CozeLoop.Platform.ClickHouse;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Tests.ClickHouse;

public sealed class ChdbLibraryTests
{
    [Fact]
    public void A_setting_that_leads_nowhere_is_an_error_that_says_how_to_get_the_library()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(ChdbLibrary.Setting, "/nowhere/libchdb.so")]).Build();
        var error = Assert.ThrowsAny<InvalidOperationException>(() => ChdbLibrary.Locate(configuration));
        Assert.Contains("npm ci", error.Message, StringComparison.Ordinal);
        Assert.Contains(ChdbLibrary.Setting, error.Message, StringComparison.Ordinal);
    }
}
