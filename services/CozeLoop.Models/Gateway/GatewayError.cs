using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;

namespace CozeLoop.Models.Gateway;

/// <summary>Errors in OpenAI's own form, because its SDKs read no other.</summary>
internal static class GatewayError
{
    /// <summary>What is refused before the gateway is asked, or fails after it was.</summary>
    public static readonly RefusalForm Refusal = (_, status, message) =>
        status switch
        {
            401 => Of(status, "authentication_error", "invalid_api_key", message),
            403 => Of(status, "permission_error", "insufficient_permissions", message),
            413 => Of(status, "invalid_request_error", "request_too_large", message),
            429 => Of(status, "rate_limit_error", "rate_limit_exceeded", message),
            >= 500 => Of(status, "server_error", "server_error", message),
            _ => Of(status, "invalid_request_error", "invalid_request", message),
        };

    public static IResult Of(int status, string type, string code, string message, string? param = null) =>
        TypedResults.Json(Body(type, code, message, param), statusCode: status);

    public static OpenAiError Body(string type, string? code, string message, string? param = null) =>
        new(new OpenAiErrorBody(message, type, param, code));

    /// <summary>A call's failure as the status an OpenAI client acts on: 429 and 5xx are tried again, 4xx are not.</summary>
    public static IResult Of(ModelCallFailure failure)
    {
        var (status, type) = failure.Cause switch
        {
            FailureCauses.ContextLength or FailureCauses.InvalidRequest or FailureCauses.Refused => (400, "invalid_request_error"),
            FailureCauses.ModelNotFound => (404, "invalid_request_error"),
            // The provider refused the connection's key. The caller's own key is fine, so this is no 401.
            FailureCauses.Unauthorized => (502, "provider_error"),
            FailureCauses.RateLimited => (429, "rate_limit_error"),
            FailureCauses.Timeout => (504, "provider_error"),
            _ => (502, "provider_error"),
        };
        string code = failure.Cause switch
        {
            FailureCauses.ContextLength => "context_length_exceeded",
            FailureCauses.ModelNotFound => FailureCauses.ModelNotFound,
            _ => failure.ProviderCode ?? failure.Cause,
        };
        return Of(status, type, code, failure.Message);
    }
}
