using Xunit;

namespace CozeLoop.Contracts.Tests;

public class PathSegmentTests
{
    public static TheoryData<string> Ids { get; } =
    [
        "team/alice",
        "/a",
        "a/",
        "a//b",
        "a%2Fb",
        "a%b",
        "a?b#c",
        "a b+c",
        "会话 1",
        ".",
        "..",
        "../../x",
        "a/../b",
        "a/.",
        "~",
        "~..",
        "~~.",
        "...",
        "a.b",
        "~alice",
        "a/~../b",
        "ca5e000000000000000000000000000e",
        "😀/😀",
        "a\\b",
        "a&b=c",
        new string('/', 400),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_id_comes_back_as_it_was(string id) => Assert.Equal(id, PathSegment.Decode(PathSegment.Encode(id)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_id_is_one_segment_that_no_client_resolves(string id)
    {
        string segment = PathSegment.Encode(id),
            path = $"/api/v1/sessions/{segment}";
        Assert.DoesNotContain('/', segment);
        Assert.Equal(path, new Uri("http://localhost" + path).AbsolutePath);
        Assert.DoesNotContain(Uri.UnescapeDataString(segment).Split('/'), part => part is "." or "..");
    }

    [Theory]
    [InlineData("team%2Falice", "team/alice")]
    [InlineData("%2E%2E", "..")]
    [InlineData("a%2F..%2Fb", "a/../b")]
    [InlineData("~alice", "~alice")]
    public void What_a_client_wrote_without_the_tilde_is_read_too(string raw, string id) => Assert.Equal(id, PathSegment.Decode(raw));
}
