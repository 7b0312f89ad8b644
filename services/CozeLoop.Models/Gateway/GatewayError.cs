using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Gateway;

/// <summary>Errors in OpenAI's own form, because its SDKs read no other.</summary>
internal static class GatewayError
{
    public static IResult Of(int status, string type, string code, string message, string? param = null) =>
        TypedResults.Json(Body(type, code, message, param), statusCode: status);

    public static object Body(string type, string? code, string message, string? param = null) => new { error = new { message, type, param, code } };

    /// <summary>A call's failure as the status an OpenAI client acts on: 429 and 5xx are tried again, 4xx are not.</summary>
    public static IResult Of(ModelCallFailure failure)
    {
        var (status, type) = failure.Cause switch
        {
            "context_length" or "invalid_request" or "refused" => (400, "invalid_request_error"),
            // The provider refused the connection's key. The caller's own key is fine, so this is no 401.
            "unauthorized" => (502, "provider_error"),
            "rate_limited" => (429, "rate_limit_error"),
            "timeout" => (504, "provider_error"),
            _ => (502, "provider_error"),
        };
        string code = failure.Cause == "context_length" ? "context_length_exceeded" : failure.ProviderCode ?? failure.Cause;
        return Of(status, type, code, failure.Message);
    }
}
