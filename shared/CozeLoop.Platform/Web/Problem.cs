using CozeLoop.Contracts.Clients;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Platform.Web;

/// <summary>Expected errors as values: <c>application/problem+json</c> with the API's stable <c>code</c>.</summary>
public static class Problem
{
    public static ProblemHttpResult Of(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (errors is not null)
            extensions["errors"] = errors;
        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }

    public static ProblemHttpResult NotFound(string code, string detail) => Of(404, code, detail);

    public static ProblemHttpResult Invalid(string field, string message) =>
        Of(400, "invalid_request", message, new Dictionary<string, string[]> { [field] = [message] });

    public static ProblemHttpResult Conflict(string code, string detail) => Of(409, code, detail);

    public static ProblemHttpResult Unprocessable(string code, string detail) => Of(422, code, detail);

    /// <summary>Passes on what another service answered.</summary>
    public static ProblemHttpResult From(ApiException e) => Of(e.Status, e.Code, e.Message, e.Errors.Count > 0 ? e.Errors : null);
}
