using CozeLoop.Platform.Web;

namespace CozeLoop.Platform.Tests.Web;

public class LocalAddressTests
{
    [Theory]
    [InlineData("/traces?q=a%20b#x", "/traces?q=a%20b#x")]
    [InlineData("/sitzung/ä😀", "/sitzung/%C3%A4%F0%9F%98%80")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("//evil.test", "/")]
    [InlineData("/\\evil.test", "/")]
    [InlineData("https://evil.test", "/")]
    [InlineData("/a\r\nSet-Cookie: b=c", "/")]
    [InlineData("/\u0001", "/")]
    [InlineData("/\u0085", "/")]
    public void Only_paths_of_this_site_that_a_header_can_hold(string? wanted, string path) => Assert.Equal(path, LocalAddress.Of(wanted));

    [Fact]
    public void Half_of_a_surrogate_pair_is_what_it_is_in_utf8() => Assert.Equal("/half%EF%BF%BD", LocalAddress.Of("/half\ud83d"));
}
