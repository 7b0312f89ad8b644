using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Chat.Tests.Providers;

/// <summary>Real recordings; they lie beside the checkout and not in it.</summary>
public sealed class RecordedRequestTests
{
    private static readonly string Data = Path.Combine(Repository.Root, "../shared/data");

    [Fact]
    public void Conversations_of_gpt_4o_come_back_as_they_were_sent()
    {
        int messages = 0;
        foreach (string line in Lines("conversations/airline-support-gpt-4o.jsonl"))
        {
            var list = RoundTrip.Parse(line).GetProperty("messages");
            var body = ChatJson.ToElement(new JsonObject { ["model"] = "gpt-4o", ["messages"] = list.ToNode() });
            RoundTrip.Check(body, OpenAiChat.ReadRequest, r => OpenAiChat.WriteRequest(r));
            messages += list.GetArrayLength();
        }
        Assert.True(messages > 1000, $"{messages} messages");
    }

    [Fact]
    public void Gemini_contents_that_an_sdk_recorded_come_back_and_are_understood()
    {
        var requests = Texts("traces/google-adk-2025-08-28.json").Where(t => t.StartsWith("{\"model\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(requests);
        foreach (string text in requests)
        {
            var contents = RoundTrip.Parse(text).GetProperty("contents");
            var body = ChatJson.ToElement(new JsonObject { ["contents"] = contents.ToNode() });
            RoundTrip.Check(body, GeminiContents.ReadRequest, GeminiContents.WriteRequest);
        }
        var messages = requests.SelectMany(t => GeminiContents.ReadRequest(RoundTrip.Parse(t)).Messages).ToList();
        Assert.Contains(messages, m => m.ToolCalls is [{ Name: "say_hello" }]);
        Assert.Contains(messages, m => m is { Role: "tool", Name: "say_hello" });
    }

    [Fact]
    public void Responses_of_openai_are_read_with_their_calls_and_texts()
    {
        var answers = Texts("traces/openai-agents-2025-09-30.json")
            .Where(t => t.Contains("\"object\":\"response\"", StringComparison.Ordinal))
            .Select(t => OpenAiResponses.ReadAnswer(RoundTrip.Parse(t)))
            .ToList();
        Assert.Contains(answers, a => a.Message is { FinishReason: FinishReason.ToolCalls, ToolCalls: [{ Name: "get_weather" }] });
        Assert.Contains(answers, a => a.Message is { FinishReason: FinishReason.Stop, Content.Length: > 0, ToolCalls: null });
        Assert.All(answers, a => Assert.True(a.Usage.Output > 0));
    }

    private static IEnumerable<string> Lines(string file)
    {
        string path = Path.Combine(Data, file);
        Assert.SkipWhen(!File.Exists(path), $"the recordings (shared/data/{file}) are absent");
        return File.ReadLines(path).Where(line => line.Length > 0);
    }

    /// <summary>Inputs and outputs of a recorded trace's observations.</summary>
    private static IEnumerable<string> Texts(string file)
    {
        var trace = RoundTrip.Parse(string.Join('\n', Lines(file)));
        return trace
            .Items("observations")
            .Concat(trace.GetProperty("trace").Items("observations"))
            .SelectMany(o => new[] { o.Text("input"), o.Text("output") })
            .OfType<string>()
            .Where(t => t.StartsWith('{'));
    }
}
