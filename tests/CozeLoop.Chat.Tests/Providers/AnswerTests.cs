using CozeLoop.Chat.Providers;
using Xunit;

namespace CozeLoop.Chat.Tests.Providers;

public sealed class AnswerTests
{
    private const string OpenAi = """
        {"choices":[{"message":{"role":"assistant","content":"Hi","reasoning_content":"hm","tool_calls":[
          {"id":"c","type":"function","function":{"name":"find","arguments":"{\"id\":1}"}}]},"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4}}}
        """;
    private const string Responses = """
        {"status":"completed","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},
          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]},
          {"type":"function_call","call_id":"c","name":"find","arguments":"{\"id\":1}"}],
         "usage":{"input_tokens":10,"output_tokens":5,"input_tokens_details":{"cached_tokens":4}}}
        """;
    private const string Anthropic = """
        {"content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Hi"},
          {"type":"tool_use","id":"c","name":"find","input":{"id":1}}],"stop_reason":"tool_use",
         "usage":{"input_tokens":6,"output_tokens":5,"cache_read_input_tokens":4}}
        """;
    private const string Gemini = """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"Hi"},
          {"functionCall":{"id":"c","name":"find","args":{"id":1}}}]},"finishReason":"STOP"}],
         "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,"cachedContentTokenCount":4}}
        """;

    public static TheoryData<string> Answers => [OpenAiChat.Form, OpenAiResponses.Form, AnthropicMessages.Form, GeminiContents.Form];

    [Theory]
    [MemberData(nameof(Answers))]
    public void The_same_answer_reads_the_same_from_every_provider(string form)
    {
        var answer = Read(form);
        Assert.Equal(("assistant", "Hi", "hm"), (answer.Message.Role, answer.Message.Content, answer.Message.Reasoning));
        Assert.Equal(new ChatToolCall("c", "find", "{\"id\":1}"), Assert.Single(answer.Message.ToolCalls!));
        Assert.Equal(FinishReason.ToolCalls, answer.Message.FinishReason);
        Assert.Equal(
            new TokenUsage
            {
                Input = 6,
                Output = 5,
                CacheRead = 4,
            },
            answer.Usage
        );
    }

    private static ChatAnswer Read(string form) =>
        form switch
        {
            OpenAiChat.Form => OpenAiChat.ReadAnswer(RoundTrip.Parse(OpenAi))!,
            OpenAiResponses.Form => OpenAiResponses.ReadAnswer(RoundTrip.Parse(Responses)),
            AnthropicMessages.Form => AnthropicMessages.ReadAnswer(RoundTrip.Parse(Anthropic)),
            _ => GeminiContents.ReadAnswer(RoundTrip.Parse(Gemini)),
        };
}
