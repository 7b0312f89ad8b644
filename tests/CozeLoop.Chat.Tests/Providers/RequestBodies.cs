using CozeLoop.Chat.Providers;
using FsCheck;
using FsCheck.Fluent;

namespace CozeLoop.Chat.Tests.Providers;

/// <summary>Generated bodies: each message, tool and parameter in the spellings that clients use, known to the chat format or
/// not.</summary>
internal static class RequestBodies
{
    private const string Schema = """{"type":"object","properties":{"id":{"type":"integer","maximum":1e2}},"required":["id"]}""";

    public static Gen<string> Of(string form) =>
        form switch
        {
            OpenAiChat.Form => OpenAi,
            OpenAiResponses.Form => Responses,
            AnthropicMessages.Form => Anthropic,
            _ => Gemini,
        };

    private static Gen<string> OpenAi =>
        Body(
            "\"model\":\"m\"",
            List(
                "messages",
                """{"role":"system","content":"Be kind. 深 \"x\""}""",
                """{"role":"developer","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"name":"d"}""",
                """{"role":"user","content":""}""",
                """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}},"""
                    + """{"type":"text","text":"What?","cache_control":{"type":"ephemeral"}}]}""",
                """{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"c1","type":"function","function":"""
                    + """{"name":"find","arguments":"{\"id\": 1}"}}]}""",
                """{"role":"assistant","tool_calls":[{"id":"c2","index":0,"type":"function","""
                    + """ "function":{"name":"find","arguments":"oops"}}]}""",
                """{"role":"assistant","content":"Hi","reasoning_content":"hm","annotations":[]}""",
                """{"role":"tool","tool_call_id":"c1","content":"1.0"}""",
                "5"
            ),
            Tools(
                """{"type":"function","function":{"name":"find","description":"d","parameters":SCHEMA}}""",
                """{"type":"function","function":{"name":"find","parameters":SCHEMA,"strict":true}}""",
                """{"type":"web_search_preview"}"""
            ),
            Some(
                "\"temperature\":1.0",
                "\"top_p\":0.5",
                "\"max_completion_tokens\":5",
                "\"seed\":1",
                "\"stop\":\"END\"",
                "\"presence_penalty\":1e-1",
                "\"response_format\":{\"type\":\"json_object\"}",
                "\"tool_choice\":\"required\"",
                "\"stream\":true",
                "\"metadata\":{\"a\":null}",
                "\"user\":null"
            )
        );

    private static Gen<string> Responses =>
        Body(
            "\"model\":\"m\"",
            Gen.OneOf(
                Gen.Constant("\"input\":\"Hi\""),
                List(
                    "input",
                    """{"role":"system","content":"Be kind."}""",
                    """{"type":"message","role":"user","content":[{"type":"input_text","text":"a"},"""
                        + """{"type":"input_image","image_url":"http://x/y"}]}""",
                    """{"role":"user","content":[{"type":"input_file","file_id":"f"}]}""",
                    """{"type":"reasoning","id":"r","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"AA"}""",
                    """{"type":"message","id":"m","status":"completed","role":"assistant","""
                        + """ "content":[{"type":"output_text","text":"Hi","annotations":[]}]}""",
                    """{"type":"function_call","id":"f","call_id":"c1","name":"find","arguments":"{}","status":"completed"}""",
                    """{"type":"function_call","call_id":"c2","name":"find","arguments":"oops"}""",
                    """{"type":"function_call_output","call_id":"c1","output":"1"}""",
                    """{"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"1"}]}""",
                    """{"type":"item_reference","id":"x"}"""
                )
            ),
            Tools(
                """{"type":"function","name":"find","description":null,"strict":true,"parameters":SCHEMA}""",
                """{"type":"function","name":"find","parameters":SCHEMA}""",
                """{"type":"web_search_preview","search_context_size":"low"}"""
            ),
            Some(
                "\"instructions\":\"Be brief.\"",
                "\"temperature\":1.0",
                "\"max_output_tokens\":5",
                "\"reasoning\":{\"effort\":\"low\"}",
                """
                "text":{"format":{"type":"json_schema","name":"n","strict":true,"schema":SCHEMA},"verbosity":"low"}
                """,
                "\"tool_choice\":{\"type\":\"function\",\"name\":\"find\"}",
                "\"previous_response_id\":\"resp\"",
                "\"store\":false"
            )
        );

    // Roles take turns: the form joins neighbours of one role.
    private static Gen<string> Anthropic =>
        Body(
            "\"model\":\"m\",\"max_tokens\":5",
            Alternating(
                "messages",
                [
                    """{"role":"user","content":"Hi"}""",
                    """{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},"""
                        + """{"type":"text","text":"b"}]}""",
                    """{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"1"},"""
                        + """{"type":"tool_result","tool_use_id":"t2","is_error":true,"content":[{"type":"text","""
                        + """ "text":"no"}]},{"type":"text","text":"So?"}]}""",
                    """{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}},"""
                        + """{"type":"image","source":{"type":"url","url":"http://x/y"}},{"type":"document","""
                        + """ "source":{"type":"text","data":"d"}}]}""",
                ],
                [
                    """{"role":"assistant","content":"Hello"}""",
                    """{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"S"},"""
                        + """{"type":"text","text":"Looking"},"""
                        + """{"type":"tool_use","id":"t1","name":"find","input":{"id": 1.0}},{"type":"tool_use","""
                        + """ "id":"t2","name":"find","input":{}}]}""",
                ]
            ),
            Tools(
                """{"name":"find","description":"d","input_schema":SCHEMA}""",
                """{"name":"find","input_schema":SCHEMA,"cache_control":{"type":"ephemeral"}}""",
                """{"type":"web_search_20250305","name":"web_search","max_uses":5}"""
            ),
            Some(
                "\"system\":\"Be kind.\"",
                "\"temperature\":0.5",
                "\"top_k\":5",
                "\"stop_sequences\":[\"END\"]",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}",
                "\"metadata\":{\"user_id\":\"u\"}"
            ),
            Gen.OneOf(
                Gen.Constant(""),
                Gen.Constant(
                    """
                    "system":[{"type":"text","text":"Be"},{"type":"text","text":"kind","cache_control":{"type":"ephemeral"}}]
                    """
                )
            )
        );

    private static Gen<string> Gemini =>
        Body(
            "",
            Alternating(
                "contents",
                [
                    """{"role":"user","parts":[{"text":"Hi"}]}""",
                    """{"role":"user","parts":[{"text":"a"},{"inlineData":{"mimeType":"image/png","data":"AA=="}},{"text":"b"},"""
                        + """{"fileData":{"mimeType":"video/mp4","fileUri":"gs://x"}}]}""",
                    """{"role":"user","parts":[{"functionResponse":{"name":"find","response":{"id": 1}}},"""
                        + """{"functionResponse":{"id":"f","name":"find","response":{"result":"x"}}},{"text":"So?"}]}""",
                ],
                [
                    """{"role":"model","parts":[{"text":"hm","thought":true},{"text":"Hello","thoughtSignature":"S"}]}""",
                    """{"role":"model","parts":[{"functionCall":{"name":"find","args":{"id": 1.0}}},"""
                        + """{"functionCall":{"id":"f","name":"find"}}]}""",
                    """{"role":"model","parts":[{"function_call":{"name":"find","args":{}}}]}""",
                ]
            ),
            Gen.Elements(
                "",
                """
                "tools":[{"functionDeclarations":[{"name":"find","parametersJsonSchema":SCHEMA},{"name":"go",
                "parameters":{"type":"OBJECT"}}]},{"googleSearch":{}}]
                """
            ),
            Some(
                """
                "systemInstruction":{"role":"user","parts":[{"text":"Be"},{"text":"kind"}]}
                """,
                """
                "generationConfig":{"temperature":1.0,"topK":5,"maxOutputTokens":5,"stopSequences":["END"],
                "responseMimeType":"application/json"}
                """,
                """
                "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["find","go"]}}
                """,
                "\"safetySettings\":[]",
                "\"cachedContent\":\"c\""
            )
        );

    private static Gen<string> Body(string fixedMembers, params Gen<string>[] members) =>
        members
            .Aggregate(Gen.Constant(fixedMembers), (all, next) => all.SelectMany(a => next.Select(n => Join(a, n))))
            .Select(all => "{" + WithoutRepeats(all).Replace("SCHEMA", Schema, StringComparison.Ordinal) + "}");

    // Both spellings of Anthropic's system would be one name twice.
    private static string WithoutRepeats(string members) =>
        members.Contains("\"system\":\"", StringComparison.Ordinal) && members.Contains("\"system\":[", StringComparison.Ordinal)
            ? members.Replace("\"system\":\"Be kind.\",", "", StringComparison.Ordinal)
            : members;

    private static string Join(string a, string b) => string.Join(',', new[] { a.Trim(), b.Trim() }.Where(t => t.Length > 0));

    private static Gen<string> List(string name, params string[] items) =>
        Gen.Elements(items).NonEmptyListOf().Select(some => $"\"{name}\":[{string.Join(',', some)}]");

    private static Gen<string> Alternating(string name, string[] users, string[] models) =>
        Gen.Elements(users)
            .SelectMany(u => Gen.Elements(models).Select(m => u + "," + m))
            .NonEmptyListOf()
            .Select(some => $"\"{name}\":[{string.Join(',', some)}]");

    private static Gen<string> Tools(params string[] tools) =>
        Gen.SubListOf(tools).Select(some => some.Count == 0 ? "" : $"\"tools\":[{string.Join(',', some)}]");

    private static Gen<string> Some(params string[] members) => Gen.SubListOf(members).Select(some => string.Join(',', some));
}
