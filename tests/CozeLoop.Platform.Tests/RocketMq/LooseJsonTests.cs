using System.Text.Json;
using CozeLoop.Platform.RocketMq.Remoting;
using FsCheck;
using FsCheck.Fluent;

namespace CozeLoop.Platform.Tests.RocketMq;

public sealed class LooseJsonTests
{
    [Fact]
    public void Bare_numbers_and_whole_objects_are_read_as_keys()
    {
        var cluster = LooseJson.Parse(
            """{"brokerAddrTable":{"broker-1":{"brokerAddrs":{0:"127.0.0.1:30911", 1:"x"},"enableActingMaster":false}}}"""
        );
        Assert.Equal("127.0.0.1:30911", cluster["brokerAddrTable"]?["broker-1"]?["brokerAddrs"]?["0"]?.Text);
        var offsets = LooseJson.Parse(
            """{"consumeTps":0.0,"offsetTable":{{"queueId":7,"topic":"t"}:{"brokerOffset":5,"consumerOffset":-1},{"queueId":8}:{}}}"""
        )["offsetTable"]!;
        Assert.Equal(
            (2, "7", 5L, -1L),
            (
                offsets.Members.Count,
                offsets.Members[0].Key["queueId"]?.Text,
                offsets.Members[0].Value.Number("brokerOffset"),
                offsets.Members[0].Value.Number("consumerOffset")
            )
        );
    }

    [Fact]
    public void What_JSON_allows_is_read_the_same() =>
        Prop.ForAll<Dictionary<NonNull<string>, NonNull<string>>, int[]>(
                (texts, numbers) =>
                {
                    var map = texts.ToDictionary(t => t.Key.Get, t => t.Value.Get);
                    var read = LooseJson.Parse(JsonSerializer.Serialize(new { map, numbers }));
                    Assert.Equal(map.Count, read["map"]!.Members.Count);
                    Assert.All(map, t => Assert.Equal(t.Value, read["map"]![t.Key]?.Text));
                    Assert.Equal(
                        numbers.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                        read["numbers"]!.Members.Select(m => m.Value.Text)
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Anything_else_is_refused_with_a_FormatException()
    {
        string valid = """{"a":{1:[true,null,"\"x\\"]},{"b":2}:-1.5e3}""";
        LooseJson.Parse(valid);
        for (int i = 0; i < valid.Length; i++)
            Assert.Throws<FormatException>(() => LooseJson.Parse(valid[..i]));
        foreach (string text in (string[])["", "{,}", "{1}", "[1 2]", "{\"a\":1}x", new string('[', 100_000), "\"\\q\""])
            Assert.Throws<FormatException>(() => LooseJson.Parse(text));
    }
}
