using CozeLoop.Models.Providers;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

public class ProviderErrorsTests
{
    // As OpenAI, OpenAI for a project without the model, Anthropic, Gemini, Ollama, vLLM (its older and newer form), Azure, Mistral,
    // DeepSeek, OpenRouter and LiteLLM write it.
    [Theory]
    [InlineData(
        404,
        """{"error":{"message":"The model `gpt-9` does not exist or you do not have access to it.","code":"model_not_found"}}"""
    )]
    [InlineData(403, """{"error":{"message":"Project `p` does not have access to model `gpt-9`","code":"model_not_found"}}""")]
    [InlineData(400, """{"error":{"message":"No such thing.","code":"model_not_found"}}""")]
    [InlineData(404, """{"type":"error","error":{"type":"not_found_error","message":"model: claude-9"}}""")]
    [InlineData(
        404,
        """[{"error":{"code":404,"message":"models/gemini-9.9-pro is not found for API version v1main.","status":"NOT_FOUND"}}]"""
    )]
    [InlineData(404, """{"error":{"message":"model \"llama9:8b\" not found, try pulling it first","type":"api_error","code":null}}""")]
    [InlineData(404, """{"error":"model 'llama9' not found"}""")]
    [InlineData(404, """{"object":"error","message":"The model `q` does not exist.","type":"NotFoundError","param":null,"code":404}""")]
    [InlineData(404, """{"error":{"message":"The model `q` does not exist.","type":"NotFoundError","param":"model","code":404}}""")]
    [InlineData(404, """{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""")]
    [InlineData(400, """{"object":"error","message":"Invalid model: x","type":"invalid_model","param":null,"code":"1500"}""")]
    [InlineData(400, """{"error":{"message":"Model Not Exist","type":"invalid_request_error","code":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"message":"open/x is not a valid model ID","code":400}}""")]
    [InlineData(400, """{"error":{"message":"Invalid model name passed in model=x.","type":"None","code":"400"}}""")]
    public void A_model_that_does_not_exist_is_known_in_every_providers_words(int status, string body)
    {
        var failed = ProviderErrors.FromStatus(status, body);
        Assert.Equal(("model_not_found", false, false), (failed.Failure.Cause, failed.Failure.Retryable, failed.Transient));
        Assert.DoesNotContain("{", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, """{"detail":"Not Found"}""", "Not Found")]
    [InlineData(404, "404 page not found", "404 page not found")]
    [InlineData(404, """{"type":"error","error":{"type":"not_found_error","message":"Not Found"}}""", "Not Found")]
    [InlineData(405, "", "405")]
    public void A_wrong_base_url_is_another_cause_with_the_servers_words(int status, string body, string words)
    {
        var failed = ProviderErrors.FromStatus(status, body);
        Assert.Equal(("endpoint_not_found", false), (failed.Failure.Cause, failed.Failure.Retryable));
        Assert.Contains(words, failed.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")]
    [InlineData("This model's tool call `call_1` does not exist in the messages.")]
    [InlineData("The model `q` does not support images.")]
    public void What_a_model_cannot_do_is_not_that_it_does_not_exist(string message) =>
        Assert.Equal(
            "invalid_request",
            ProviderErrors.FromStatus(400, $$$"""{"error":{"message":"{{{message}}}","type":"invalid_request_error"}}""").Failure.Cause
        );

    [Fact]
    public async Task A_model_that_does_not_exist_is_asked_for_once()
    {
        int calls = 0;
        await using var server = await ScriptedServer.StartAsync(http =>
        {
            Interlocked.Increment(ref calls);
            http.Response.StatusCode = 404;
            return http.Response.WriteAsync("""{"error":{"message":"model 'm' not found","code":"model_not_found"}}""");
        });
        using var providers = new ProvidersUnderTest();
        var failed = Assert.IsType<ProviderOutcome.Failed>(
            await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl), "Hello"))
        );
        Assert.Equal(("model 'm' not found", 1), (failed.Failure.Message, calls));
    }
}
