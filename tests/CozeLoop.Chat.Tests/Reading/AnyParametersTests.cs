using System.Text.Json;
using CozeLoop.Chat.Reading;
using Xunit;

namespace CozeLoop.Chat.Tests.Reading;

public sealed class AnyParametersTests
{
    [Theory]
    [InlineData("""{"temperature":0.2,"max_tokens":100,"top_p":"0.9","stop":"END"}""")]
    [InlineData("""{"temperature":0.2,"maxTokens":100,"topP":0.9,"stop":["END"]}""")]
    [InlineData("""{"temperature":0.2,"max_completion_tokens":100,"topP":0.9,"stop":["END"]}""")]
    public void Recorded_parameters_are_read_under_any_of_their_names(string json)
    {
        var p = AnyParameters.Read(JsonDocument.Parse(json).RootElement);
        Assert.Equal((0.2, 100, 0.9, "END"), (p.Temperature, p.MaxTokens, p.TopP, Assert.Single(p.Stop!)));
    }

    [Theory]
    [InlineData("""{"temperature":1e400,"max_tokens":-5,"seed":1e30}""")]
    [InlineData("""{"temperature":"NaN","max_tokens":"1e400","top_p":"Infinity"}""")]
    public void Recorded_parameters_that_cannot_be_sent_again_are_left_out(string recorded)
    {
        var read = AnyParameters.Read(JsonDocument.Parse(recorded).RootElement);
        Assert.Equal((null, null, null), (read.Temperature, read.TopP, read.MaxTokens));
        Assert.NotEmpty(JsonSerializer.Serialize(read));
    }

    [Fact]
    public void A_seed_of_64_bits_is_read_as_it_was() =>
        Assert.Equal(9007199254740993, AnyParameters.Read(JsonDocument.Parse("""{"seed":9007199254740993}""").RootElement).Seed);
}
