namespace CozeLoop.EndToEnd.Recordings;

/// <summary>Calls in the forms of several SDKs.</summary>
internal static class RecordedCalls
{
    private const string Image = """{"type":"image_url","image_url":{"url":"https://example.com/cat.png"}}""";

    public static readonly IReadOnlyList<RecordedCall> Whole =
    [
        new(
            "responses items",
            """
            [{"role":"user","content":"Weather in Oslo?"},
             {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"w",
             "arguments":"{\"a\":1}"}}]},
             {"role":"tool","content":"4 C","tool_call_id":"c1"}]
            """,
            Generation,
            (
                "langfuse.observation.input",
                """
                [{"role":"user","content":"Weather in Oslo?"},{"type":"function_call","call_id":"c1","name":"w","arguments":"{\"a\":1}"},
                 {"type":"function_call_output","call_id":"c1","output":"4 C"}]
                """
            ),
            ("langfuse.observation.output", """[{"type":"message","content":[{"type":"output_text","text":"It is 4 C"}]}]""")
        ),
        new(
            "an image",
            $$"""[{"role":"user","content":[{"type":"text","text":"What is on it?"},{{Image}}]}]""",
            ("openinference.span.kind", "LLM"),
            ("llm.input_messages.0.message.role", "user"),
            ("llm.input_messages.0.message.contents.0.message_content.type", "text"),
            ("llm.input_messages.0.message.contents.0.message_content.text", "What is on it?"),
            ("llm.input_messages.0.message.contents.1.message_content.type", "image"),
            ("llm.input_messages.0.message.contents.1.message_content.image.image.url", "https://example.com/cat.png")
        ),
        new(
            "an image before its text",
            $$"""[{"role":"user","content":[{{Image}},{"type":"text","text":"And this?"}]}]""",
            Chat,
            (
                "gen_ai.input.messages",
                """
                [{"role":"user","parts":[{"type":"uri","modality":"image","uri":"https://example.com/cat.png"},
                 {"type":"text","content":"And this?"}]}]
                """
            )
        ),
        new(
            "Gemini's contents",
            """
            [{"role":"system","content":"Be kind"},{"role":"user","content":"Weather?"},
             {"role":"assistant","content":null,"tool_calls":[{"id":"call_0","type":"function","function":{"name":"w",
             "arguments":"{\"c\":1}"}}]},
             {"role":"tool","name":"w","tool_call_id":"call_0","content":"{\"c\":4}"}]
            """,
            Generation,
            (
                "langfuse.observation.input",
                """
                {"config":{"system_instruction":"Be kind"},"contents":[{"role":"user","parts":[{"text":"Weather?"}]},
                 {"role":"model","parts":[{"function_call":{"name":"w","args":{"c":1}}}]},
                 {"role":"user","parts":[{"function_response":{"name":"w","response":{"c":4}}}]}]}
                """
            )
        ),
        new(
            "results in another order",
            """
            [{"role":"user","content":"Both?"},{"role":"assistant","content":null,"tool_calls":[
             {"id":"c1","type":"function","function":{"name":"w","arguments":"{}"}},
             {"id":"c2","type":"function","function":{"name":"w","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"c2","content":"7"},{"role":"tool","tool_call_id":"c1","content":"4"}]
            """,
            Chat,
            (
                "gen_ai.input.messages",
                """
                [{"role":"user","parts":[{"type":"text","content":"Both?"}]},{"role":"assistant","parts":[
                 {"type":"tool_call","id":"c1","name":"w","arguments":{}},{"type":"tool_call","id":"c2","name":"w","arguments":{}}]},
                 {"role":"tool","parts":[{"type":"tool_call_response","id":"c2","response":"7"},
                 {"type":"tool_call_response","id":"c1","response":"4"}]}]
                """
            )
        ),
        new(
            "odd characters",
            """[{"role":"user","content":"docu\ufffement \uffff \u0000 \u2028 \ud83f\udffe \ufffd"}]""",
            Chat,
            ("gen_ai.input.messages", """[{"role":"user","content":"docu\ufffement \uffff \u0000 \u2028 \ud83f\udffe \ud83d"}]""")
        ),
        new(
            "odd characters in a flat text",
            """[{"role":"user","content":"\ufffe\u0000\u0085"}]""",
            ("openinference.span.kind", "LLM"),
            ("llm.input_messages.0.message.role", "user"),
            ("llm.input_messages.0.message.content", "\ufffe\0\u0085")
        ),
        // Some models take a history that others refuse; whoever answered it did.
        new(
            "an assistant's line at the end, an empty one, and a call without its result",
            """
            [{"role":"user","content":""},
             {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"w","arguments":"{}"}}]},
             {"role":"user","content":"Go on"},{"role":"tool","tool_call_id":"none","content":"x"},{"role":"assistant","content":"Once"}]
            """,
            Generation,
            (
                "langfuse.observation.input",
                """
                [{"role":"user","content":""},
                 {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"w","arguments":"{}"}}]},
                 {"role":"user","content":"Go on"},{"role":"tool","tool_call_id":"none","content":"x"},{"role":"assistant",
                 "content":"Once"}]
                """
            )
        ),
        new(
            "a text that begins like JSON",
            """[{"role":"user","content":"{name}, hello"}]""",
            Generation,
            ("langfuse.observation.input", "{name}, hello")
        ),
    ];

    /// <summary>By the cause for which each is left out.</summary>
    public static readonly IReadOnlyDictionary<string, RecordedCall[]> Partial = new Dictionary<string, RecordedCall[]>
    {
        ["content_dropped"] =
        [
            new("dropped attributes", null, Chat, ("gen_ai.input.messages", """[{"role":"user","content":"Hi"}]"""))
            {
                DroppedAttributes = 2,
            },
            new(
                "a gap",
                null,
                ("openinference.span.kind", "LLM"),
                ("llm.input_messages.0.message.role", "user"),
                ("llm.input_messages.0.message.content", "Hi"),
                ("llm.input_messages.2.message.role", "user"),
                ("llm.input_messages.2.message.content", "Still there?")
            ),
        ],
        ["content_cut"] = [new("cut", null, Chat, ("gen_ai.input.messages", """[{"role":"user","parts":[{"type":"text","con"""))],
        ["content_not_recorded"] =
        [
            new("hidden", null, Chat, ("gen_ai.input.messages", """[{"role":"user","content":"__REDACTED__"}]""")),
            new(
                "continued",
                null,
                Chat,
                ("gen_ai.input.messages", """[{"role":"user","content":"Hi"}]"""),
                ("gen_ai.request.previous_response.id", "resp_1")
            ),
        ],
        ["content_unreadable"] =
        [
            new(
                "an item of a kind that is not known",
                null,
                Generation,
                ("langfuse.observation.input", """[{"role":"user","content":"Hi"},{"type":"computer_call","id":"cc"}]""")
            ),
            new(
                "a file that only its provider can open",
                null,
                Generation,
                ("langfuse.observation.input", """{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/a.mp4"}}]}]}""")
            ),
        ],
    };

    private static (string, string) Generation => ("langfuse.observation.type", "generation");

    private static (string, string) Chat => ("gen_ai.operation.name", "chat");
}
