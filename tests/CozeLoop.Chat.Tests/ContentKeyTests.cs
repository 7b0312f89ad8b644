using Xunit;

namespace CozeLoop.Chat.Tests;

public sealed class ContentKeyTests
{
    private static readonly ChatRequest Request = new(
        "m",
        [new("system", "深 <b>"), new("user", "Hi")],
        [new ChatTool("t", null, null)],
        new ChatParameters { Temperature = 0.7, MaxTokens = 5 }
    );

    [Fact]
    public void Answers_kept_by_earlier_versions_are_still_found() =>
        Assert.Equal("9ffdff4b14ea65e0f4fbb8015034a36b765fab9f842163dd8911d11ee1dbba6f", Key(Request));

    [Fact]
    public void What_is_not_sent_makes_no_difference() =>
        Assert.Equal(Key(Request), Key(Request with { Messages = [new("system", "深 <b>"), new("user", "Hi") { Reasoning = "hm" }] }));

    private static string Key(ChatRequest request) => ContentKey.Of("openai", "http://x/", request, 1);
}
