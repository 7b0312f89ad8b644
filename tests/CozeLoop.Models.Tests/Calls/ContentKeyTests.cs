using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Providers;
using CozeLoop.Models.Tests.Providers;
using Xunit;

namespace CozeLoop.Models.Tests.Calls;

public class ContentKeyTests
{
    private static readonly ModelCallRequest Call = new()
    {
        Connection = "c",
        Model = "m",
        Messages = [new("system", "Be kind."), new("user", "Hi")],
        Span = new SpanContextInfo(new string('a', 32), new string('b', 16), null, "x", "replay"),
    };

    [Fact]
    public void Everything_that_changes_the_answer_changes_the_key()
    {
        ModelCallRequest[] different =
        [
            Call,
            Call with
            {
                Model = "m2",
            },
            Call with
            {
                SampleIndex = 1,
            },
            Call with
            {
                Parameters = new ChatParameters { Temperature = 0 },
            },
            Call with
            {
                Messages = [new("user", "Hi")],
            },
            Call with
            {
                Tools = [new ChatTool("t", null, null)],
            },
            Call with
            {
                Messages = [new("system", "Be kind."), new("user", "Hi") { Name = "Ann" }],
            },
        ];
        Assert.Equal(different.Length, different.Select(Key).Distinct().Count());
        Assert.NotEqual(Key(Call), Key(Call, "http://other"));
    }

    [Fact]
    public void What_is_not_sent_does_not() =>
        Assert.Single(
            new[]
            {
                Call,
                Call with
                {
                    Connection = "renamed",
                },
                Call with
                {
                    Offline = true,
                },
                Call with
                {
                    Span = Call.Span with { SpanId = new string('c', 16) },
                },
                Call with
                {
                    Messages = [new("system", "Be kind."), new("user", "Hi") { FinishReason = "stop", Reasoning = "hm" }],
                },
            }
                .Select(Key)
                .Distinct()
        );

    [Fact]
    public void The_order_of_names_in_a_schema_does_not_matter() =>
        Assert.Equal(Key(WithSchema("""{"type":"object","required":["a"]}""")), Key(WithSchema("""{"required":["a"],"type":"object"}""")));

    private static ModelCallRequest WithSchema(string json) =>
        Call with
        {
            Tools = [new ChatTool("t", null, JsonDocument.Parse(json).RootElement)],
        };

    private static string Key(ModelCallRequest call) => Key(call, "http://x");

    private static string Key(ModelCallRequest call, string url) =>
        new ProviderRequest(
            ProvidersUnderTest.To(url),
            call.Model,
            call.Messages,
            call.Tools,
            call.Parameters,
            call.SampleIndex
        ).ContentKey();
}
