using System.Text.Json;
using CozeLoop.Studio.Areas.Overview.Sample;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Overview;

public class SampleConversationsTests
{
    [Fact]
    public async Task Each_conversation_has_its_id_its_outcome_and_ends_with_an_answer()
    {
        using var reader = new StreamReader(SampleConversations.Open());
        var lines = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToList();
        Assert.Equal(30, lines.Select(l => l.GetProperty("conversation_id").GetString()).Distinct().Count());
        Assert.All(
            lines,
            l => Assert.Equal("assistant", l.GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString())
        );
        Assert.Equal([0, 1], lines.Select(l => l.GetProperty("success").GetDouble()).Distinct().Order());
    }
}
