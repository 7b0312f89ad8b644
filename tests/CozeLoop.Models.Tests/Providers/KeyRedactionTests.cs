using System.Text;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Models.Providers;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

public class KeyRedactionTests
{
    private const string Key = "sk-ab/cd+ef\"gh=1234567890";

    public static TheoryData<string> Echoes =>
        new(
            $"Incorrect API key provided: {Key}.",
            $"Authorization: Bearer {Key}",
            Uri.EscapeDataString(Key),
            Uri.EscapeDataString(Key).ToLowerInvariant(),
            JsonSerializer.Serialize(Key),
            JsonSerializer.Serialize(JsonSerializer.Serialize(new { authorization = Key })),
            Key.Replace("/", "\\/", StringComparison.Ordinal),
            string.Concat(Key.Select(c => $"\\u{(int)c:x4}")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("Bearer " + Key)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Key + ":more")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + Key)).Replace('+', '-').Replace('/', '_')
        );

    [Theory]
    [MemberData(nameof(Echoes))]
    public void The_key_is_taken_out_however_it_is_written(string echo)
    {
        string text = new KeyRedaction(Key).InText($"before {echo} after");
        Assert.Contains(KeyRedaction.Mark, text, StringComparison.Ordinal);
        Assert.StartsWith("before ", text, StringComparison.Ordinal);
        Assert.EndsWith(" after", text, StringComparison.Ordinal);
        Assert.DoesNotContain("234567", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public void A_document_stays_one(string echo)
    {
        foreach (
            string json in (string[])
                [JsonSerializer.Serialize(new { a = echo, b = "\\" + echo }), $"{{\"a\":\"x\\n{JsonEncodedText.Encode(echo)}\\\\\"}}"]
        )
        {
            string redacted = new KeyRedaction(Key).InJson(json);
            using var document = JsonDocument.Parse(redacted);
            Assert.Contains(KeyRedaction.Mark, document.RootElement.GetProperty("a").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_in_two_or_three_pieces_is_found_at_every_cut()
    {
        string text = $"It is {Key}, sk-ab is not.";
        for (int first = 0; first <= text.Length; first++)
        {
            for (int second = first; second <= text.Length; second++)
            {
                var stream = new StreamedRedaction(new KeyRedaction(Key));
                string told = stream.Take(text[..first]) + stream.Take(text[first..second]) + stream.Take(text[second..]) + stream.End();
                Assert.DoesNotContain("ab/cd", told, StringComparison.Ordinal);
                Assert.EndsWith(", sk-ab is not.", told, StringComparison.Ordinal);
                Assert.StartsWith("It is ", told, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_text_of_an_outcome_is_redacted()
    {
        var secret = new KeyRedaction(Key);
        var failed = secret.In(ProviderOutcome.Fail("unauthorized", $"Wrong: {Key}", true, 401, Key));
        Assert.DoesNotContain(Key, failed.ToString(), StringComparison.Ordinal);
        var message = new ChatMessage("assistant", Key)
        {
            Reasoning = Key,
            ToolCalls = [new ChatToolCall(Key, Key, $"{{\"k\":\"{Key}\"}}")],
            Parts = JsonSerializer.SerializeToElement(new[] { Key }),
        };
        var answered = (ProviderOutcome.Answered)secret.In(new ProviderOutcome.Answered(message, new TokenUsage(), null));
        Assert.DoesNotContain("234567", JsonSerializer.Serialize(answered.Message), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_serves_as_a_key_is_left_in_peace() => Assert.Equal("none of it", new KeyRedaction("none").InText("none of it"));
}
