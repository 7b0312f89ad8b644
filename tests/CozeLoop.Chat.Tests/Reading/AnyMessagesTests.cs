using System.Text.Json;
using CozeLoop.Chat.Reading;
using Xunit;

namespace CozeLoop.Chat.Tests.Reading;

/// <summary>Each form in use, and what a chat completion is sent of it.</summary>
public sealed class AnyMessagesTests
{
    private const string Image = """{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}""",
        Link = """{"type":"image_url","image_url":{"url":"https://example.com/cat.png"}}""";

    [Fact]
    public void Items_of_the_Responses_API_are_one_conversation()
    {
        Is(
            """
            [{"role":"user","content":[{"type":"input_text","text":"Oslo and Bergen?"}]},
             {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"Two calls."}],"encrypted_content":"x"},
             {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me see.","annotations":[]}]},
             {"type":"function_call","id":"fc1","call_id":"c1","name":"w","arguments":"{\"city\":\"Oslo\"}","status":"completed"},
             {"type":"function_call","id":"fc2","call_id":"c2","name":"w","arguments":"{}"},
             {"type":"function_call_output","call_id":"c2","output":"7"},
             {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"4"}]}]
            """,
            """{"role":"user","content":"Oslo and Bergen?"}""",
            """{"role":"assistant","content":"Let me see.","toolCalls":[{"id":"c1","name":"w","arguments":"{\"city\":\"Oslo\"}"},"""
                + """{"id":"c2","name":"w","arguments":"{}"}],"reasoning":"Two calls."}""",
            """{"role":"tool","content":"7","toolCallId":"c2"}""",
            """{"role":"tool","content":"4","toolCallId":"c1"}"""
        );
        Is(
            """{"model":"m","instructions":"Be kind.","input":"Hi"}""",
            """{"role":"system","content":"Be kind."}""",
            """{"role":"user","content":"Hi"}"""
        );
    }

    [Theory]
    [InlineData("config", "system_instruction", "function_call", "function_response", "inline_data", "mime_type")]
    [InlineData("config", "systemInstruction", "functionCall", "functionResponse", "inlineData", "mimeType")]
    [InlineData(null, "systemInstruction", "functionCall", "functionResponse", "inlineData", "mimeType")]
    public void Geminis_contents_are_messages_and_their_instruction_is_one_too(
        string? config,
        string system,
        string call,
        string response,
        string inline,
        string type
    )
    {
        string instruction = $$"""
            "{{system}}":{"parts":[{"text":"Be kind"}]}
            """;
        string head = config is null
            ? instruction
            : $$"""
                "{{config}}":{{{instruction}},"temperature":1}
                """;
        Is(
            """
            {"model":"gemini",HEAD,"contents":[
             {"role":"user","parts":[{"text":"Weather?"},{"INLINE":{"TYPE":"image/png","data":"AAAA"}}]},
             {"role":"model","parts":[{"text":"Hm.","thought":true},{"text":null,"CALL":{"id":null,"name":"w","args":{"city":"Oslo"}}}]},
             {"role":"user","parts":[{"RESPONSE":{"name":"w","response":{"c":4}}}]}]}
            """.Replace("HEAD", head, StringComparison.Ordinal).Replace("INLINE", inline, StringComparison.Ordinal).Replace(
                "TYPE",
                type,
                StringComparison.Ordinal
            ).Replace("CALL", call, StringComparison.Ordinal).Replace("RESPONSE", response, StringComparison.Ordinal),
            """{"role":"system","content":"Be kind"}""",
            """{"role":"user","content":"Weather?","parts":[IMAGE]}""".Replace("IMAGE", Image, StringComparison.Ordinal),
            """{"role":"assistant","toolCalls":[{"name":"w","arguments":"{\"city\":\"Oslo\"}"}],"reasoning":"Hm."}""",
            """{"role":"tool","content":"{\"c\":4}","name":"w"}"""
        );
    }

    [Theory]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"4 degrees"}]},"finish_reason":"STOP"}""")]
    [InlineData(
        """{"candidates":[{"content":{"role":"model","parts":[{"text":"4 degrees"}]},"finishReason":"STOP"}],"usageMetadata":{}}"""
    )]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"4 degrees"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"id":"r","object":"response","output":[{"type":"message","content":[{"type":"output_text","text":"4 degrees"}]}]}""")]
    [InlineData(
        """{"generations":[[{"text":"4 degrees","type":"ChatGeneration","message":{"lc":1,"type":"constructor","id":"""
            + """["langchain","schema","messages","AIMessage"],"kwargs":{"content":"4 degrees","type":"ai"}}}]]}"""
    )]
    [InlineData("""[{"type":"text","text":"4 degrees"}]""")]
    public void Answers_are_taken_out_of_what_they_came_in(string json)
    {
        var message = Assert.Single(Read(json, ChatRoles.Assistant, out bool isWhole));
        Assert.Equal((ChatRoles.Assistant, "4 degrees", true), (message.Role, message.Content, isWhole));
        Assert.Contains(message.FinishReason, new[] { null, FinishReason.Stop });
    }

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://example.com/cat.png"}}""", Link)]
    [InlineData("""{"type":"image_url","image_url":"https://example.com/cat.png"}""", Link)]
    [InlineData("""{"type":"input_image","image_url":"https://example.com/cat.png"}""", Link)]
    [InlineData("""{"type":"image","source":{"type":"url","url":"https://example.com/cat.png"}}""", Link)]
    [InlineData("""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}""", Image)]
    [InlineData("""{"type":"image","image":"https://example.com/cat.png"}""", Link)]
    [InlineData("""{"type":"file","mediaType":"image/png","data":"AAAA"}""", Image)]
    [InlineData("""{"type":"file","mediaType":"image/png","data":"data:image/png;base64,AAAA"}""", Image)]
    [InlineData("""{"type":"blob","modality":"image","mime_type":"image/png","content":"AAAA"}""", Image)]
    [InlineData("""{"type":"uri","modality":"image","uri":"https://example.com/cat.png"}""", Link)]
    [InlineData("""{"file_data":{"mime_type":"image/png","file_uri":"https://example.com/cat.png"}}""", Link)]
    [InlineData("""{"image":{"format":"png","source":{"bytes":"AAAA"}}}""", Image)]
    [InlineData(
        """{"type":"blob","modality":"audio","mime_type":"audio/wav","content":"AAAA"}""",
        """{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}"""
    )]
    [InlineData(
        """{"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}}""",
        """{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}}"""
    )]
    [InlineData("""{"type":"input_file","file_id":"f1"}""", """{"type":"file","file":{"file_id":"f1"}}""")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}}""", null)]
    public void Images_sounds_and_files_of_every_form_are_parts_that_can_be_sent(string part, string? expected)
    {
        var message = Assert.Single(Read($$"""[{"role":"user","content":["What is it?",{{part}}]}]""", ChatRoles.User, out bool isWhole));
        Assert.True(isWhole && Recorded.IsSendable(message) && Recorded.IsWhole(message));
        Assert.Equal(("What is it?", $"[{expected ?? part}]"), (message.Content, message.Parts?.GetRawText()));
    }

    [Theory]
    [InlineData("""{"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"}}""")]
    [InlineData("""{"file_data":{"mime_type":"video/mp4","file_uri":"gs://bucket/a.mp4"}}""")]
    [InlineData("""{"type":"blob","modality":"image","mime_type":"image/png"}""")]
    [InlineData("""{"executable_code":{"code":"1+1","language":"PYTHON"}}""")]
    [InlineData("""{"question":"how?"}""")]
    [InlineData("7")]
    public void A_part_without_a_counterpart_stays_and_is_not_sendable(string part)
    {
        var message = Assert.Single(Read($$"""[{"role":"user","content":["Look:",{{part}}]}]""", ChatRoles.User, out _));
        Assert.Equal(("Look:", $"[{part}]"), (message.Content, message.Parts?.GetRawText()));
        Assert.False(Recorded.IsSendable(message));
    }

    [Theory]
    [InlineData("""{"role":"user","content":"__REDACTED__"}""")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"__REDACTED__"}}]}""")]
    [InlineData(
        """{"role":"user","content":[{"type":"image_url","image_url":{"url":"@@@langfuseMedia:type=image/png|id=x|source=bytes@@@"}}]}"""
    )]
    [InlineData("""{"role":"user"}""")]
    [InlineData("""{"role":"tool","content":null,"tool_call_id":"c"}""")]
    public void What_was_hidden_or_kept_elsewhere_is_not_whole(string message) =>
        Assert.False(Recorded.IsWhole(Assert.Single(Read(message, ChatRoles.User, out _))));

    [Theory]
    [InlineData("""{"role":"user","content":""}""")]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":""}}]}""")]
    [InlineData("""{"role":"assistant","content":null,"refusal":"I cannot."}""")]
    public void What_is_empty_was_sent_so(string message)
    {
        var read = Assert.Single(Read(message, ChatRoles.User, out bool isWhole));
        Assert.True(isWhole && Recorded.IsWhole(read) && Recorded.IsSendable(read));
    }

    [Fact]
    public void Texts_and_images_keep_their_order()
    {
        Is(
            $$"""[{"role":"user","content":[{{Link}},{"type":"text","text":"Before or"},{{Image}},{"type":"text","text":"after?"}]}]""",
            """{"role":"user","content":"Before or\nafter?","parts":["""
                + $$"""{{Link}},{"type":"text","text":"Before or"},{{Image}},{"type":"text","text":"after?"}]}"""
        );
    }

    [Fact]
    public void The_oldest_function_calls_are_calls()
    {
        Is(
            """
            [{"role":"assistant","content":null,"function_call":{"name":"w","arguments":"{}"}},{"role":"function","name":"w","content":"4"}]
            """,
            """{"role":"assistant","toolCalls":[{"name":"w","arguments":"{}"}]}""",
            """{"role":"tool","content":"4","name":"w"}"""
        );
    }

    [Fact]
    public void LangChains_Bedrocks_and_Vercels_messages_are_read()
    {
        Is(
            """
            {"messages":[[{"lc":1,"type":"constructor","id":["langchain","schema","messages","SystemMessage"],
            "kwargs":{"content":"Be kind."}},
             {"type":"human","data":{"content":"Hi"}}]]}
            """,
            """{"role":"system","content":"Be kind."}""",
            """{"role":"user","content":"Hi"}"""
        );
        Is(
            """
            {"system":[{"text":"Be kind."}],"messages":[
             {"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"w","input":{"a":1}}}]},
             {"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"json":{"c":4}}]}}]}]}
            """,
            """{"role":"system","content":"Be kind."}""",
            """{"role":"assistant","toolCalls":[{"id":"t1","name":"w","arguments":"{\"a\":1}"}]}""",
            """{"role":"tool","content":"{\"c\":4}","toolCallId":"t1"}"""
        );
        Is(
            """
            {"system":"Be kind.","prompt":[
             {"role":"assistant","content":[{"type":"tool-call","toolCallId":"t1","toolName":"w","input":{"a":1}}]},
             {"role":"tool","content":[{"type":"tool-result","toolCallId":"t1","toolName":"w","output":{"type":"text","value":"4 C"}}]}]}
            """,
            """{"role":"system","content":"Be kind."}""",
            """{"role":"assistant","toolCalls":[{"id":"t1","name":"w","arguments":"{\"a\":1}"}]}""",
            """{"role":"tool","content":"4 C","name":"w","toolCallId":"t1"}"""
        );
    }

    [Theory]
    [InlineData("""["{\"role\":\"user\",\"content\":\"Hi\"}"]""", "Hi")]
    [InlineData("\"[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"Hi\\\"}]\"", "Hi")]
    [InlineData("""["{\"role\":\"of the moon\"}"]""", """{"role":"of the moon"}""")]
    [InlineData("""["[1,2]"]""", "[1,2]")]
    public void Messages_that_are_JSON_in_a_text_are_read_and_other_JSON_is_a_text(string json, string content) =>
        Assert.Equal(("user", content), Read(json, ChatRoles.User, out _).Select(m => (m.Role, m.Content)).Single());

    [Fact]
    public void A_result_that_is_a_list_stays_one()
    {
        Is(
            """[{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":["a","b"]}]}]""",
            """{"role":"tool","content":"[\"a\",\"b\"]","toolCallId":"c"}"""
        );
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"Hi"},{"type":"web_search_call","id":"ws","status":"completed"}]""", 1)]
    [InlineData("""[{"role":"user","content":"Hi"},{"type":"item_reference","id":"msg"}]""", 1)]
    [InlineData("""{"question":"how?"}""", 0)]
    [InlineData("""[1,2]""", 0)]
    public void What_is_in_no_known_form_is_not_left_out_without_a_word(string json, int messages)
    {
        Assert.Equal(messages, Read(json, ChatRoles.User, out bool isWhole).Count);
        Assert.False(isWhole);
    }

    private static void Is(string json, params string[] messages)
    {
        var read = Read(json, ChatRoles.User, out bool isWhole);
        Assert.Equal(messages, read.Select(ChatJson.Write));
        Assert.True(isWhole);
        Assert.All(read, message => Assert.True(Recorded.IsSendable(message)));
    }

    private static List<ChatMessage> Read(string json, string role, out bool isWhole)
    {
        using var document = JsonDocument.Parse(json);
        return AnyMessages.Read(document.RootElement, role, out isWhole);
    }
}
