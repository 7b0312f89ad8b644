using CozeLoop.Studio.Layout;
using Xunit;

namespace CozeLoop.Studio.Tests.Layout;

public class SafeReturnTests
{
    [Theory]
    [InlineData("/traces?q=a", "/traces?q=a")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("//elsewhere", "/")]
    [InlineData("/\\elsewhere", "/")]
    [InlineData("https://elsewhere/", "/")]
    [InlineData("/\tx", "/")]
    public void Only_paths_of_this_host_are_returned_to(string? wanted, string path) => Assert.Equal(path, SafeReturn.Path(wanted));
}
