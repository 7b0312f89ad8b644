using CozeLoop.Chat.Providers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Chat.Tests.Providers;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData(OpenAiChat.Form)]
    [InlineData(OpenAiResponses.Form)]
    [InlineData(AnthropicMessages.Form)]
    [InlineData(GeminiContents.Form)]
    public void A_request_that_was_not_changed_is_written_as_it_came(string form) =>
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(RequestBodies.Of(form)), body => RoundTrip.Of(form, body).Messages.Count > 0));

    [Theory]
    [InlineData(OpenAiChat.Form)]
    [InlineData(OpenAiResponses.Form)]
    [InlineData(AnthropicMessages.Form)]
    [InlineData(GeminiContents.Form)]
    public void What_is_sent_from_the_stored_form_is_read_and_sent_the_same_again(string form) =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Arb.From(RequestBodies.Of(form)),
                body =>
                {
                    string sent = RoundTrip.FromStore(form, RoundTrip.Of(form, body));
                    Assert.Equal(sent, RoundTrip.FromStore(form, RoundTrip.Of(form, sent)));
                }
            )
        );

    [Fact]
    public void A_changed_message_is_written_anew_and_unknown_parameters_stay()
    {
        var request = RoundTrip.Of(
            OpenAiChat.Form,
            """
            {"model":"m","user":"u","max_completion_tokens":5,"messages":[
              {"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"user","content":"c","x":1}]}
            """
        );
        var changed = request with
        {
            Messages = [request.Messages[0] with { Content = "new" }, request.Messages[1]],
            Parameters = request.Parameters with { MaxTokens = 6 },
        };
        Assert.Equal(
            """{"max_tokens":6,"messages":[{"content":"new","role":"user"},{"content":"c","role":"user","x":1}],"model":"m","user":"u"}""",
            RoundTrip.Canonical(OpenAiChat.WriteRequest(changed))
        );
    }

    [Fact]
    public void What_one_provider_wrote_is_not_sent_to_another()
    {
        var request = RoundTrip.Of(
            OpenAiChat.Form,
            """{"model":"m","user":"u","messages":[{"role":"user","content":[{"type":"text","text":"a","x":1}]}]}"""
        );
        Assert.Equal(
            """{"max_tokens":4096,"messages":[{"content":[{"text":"a","type":"text"}],"role":"user"}],"model":"m"}""",
            RoundTrip.Canonical(AnthropicMessages.WriteRequest(request))
        );
        Assert.Equal(
            """{"contents":[{"parts":[{"text":"a"}],"role":"user"}]}""",
            RoundTrip.Canonical(GeminiContents.WriteRequest(request))
        );
        Assert.Equal(
            """{"input":[{"content":"a","role":"user"}],"model":"m"}""",
            RoundTrip.Canonical(OpenAiResponses.WriteRequest(request))
        );
    }
}
