using System.Text;
using System.Text.Json;
using CozeLoop.Chat.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Chat.Tests.Json;

public class JsonEscapesTests
{
    [Theory]
    [InlineData("""{"\ud83d":"\udc00 \ud83d\ude00 \\ud83d \u00e9 \uD83D"}""", """{"\ufffd":"\ufffd \ud83d\ude00 \\ud83d \u00e9 \ufffd"}""")]
    [InlineData("""["\ud83d\ud83d\ude00","\\\ud83d\"","\ud83"]""", """["\ufffd\ud83d\ude00","\\\ufffd\"","\ud83"]""")]
    public void Halves_of_characters_are_replaced_and_nothing_else(string json, string sound) =>
        Assert.Equal((sound, sound), (JsonEscapes.Sound(json), InUtf8(json)));

    [Fact]
    public void Whatever_is_json_has_only_whole_characters_afterwards()
    {
        var pieces = Gen.Elements("\\ud83d", "\\ude00", "\\\\", "\\\"", "u", "\\n", "\\u0041", "d83d", "é").ListOf().Select(string.Concat);
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Arb.From(pieces),
                text =>
                {
                    string json = $"\"{text}\"";
                    Assert.Equal(JsonEscapes.Sound(json), InUtf8(json));
                    Assert.NotNull(JsonDocument.Parse(JsonEscapes.Sound(json)).RootElement.GetString());
                }
            )
        );
    }

    private static string InUtf8(string json)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        JsonEscapes.Sound(utf8);
        return Encoding.UTF8.GetString(utf8);
    }
}
