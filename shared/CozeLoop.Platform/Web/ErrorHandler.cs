using System.Text.Json;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Limits;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Web.Requests;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Web;

/// <summary>The one place where an exception becomes an answer. What a client may know goes out; the rest goes to the log under the same
/// trace id.</summary>
internal sealed class ErrorHandler(ILogger<ErrorHandler> log, TimeProvider time) : IExceptionHandler
{
    private readonly RefusalLog _refusals = new(log, time);

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return true;
        var problem = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => Refused(json),
            BadHttpRequestException e when Oversized(e) is { } cut => Problem.Of(413, "payload_too_large", cut.Message),
            BadHttpRequestException e => Problem.Of(e.StatusCode, ProblemForm.CodeOf(e.StatusCode), Worded(e)),
            BrokerFullException e => Problem.Of(503, "queue_full", e.Message),
            ShareExceededException e => Problem.Of(429, "too_many_queries", e.Message),
            ClickHouseException e when StoreProblem.Of(e) is { } refused => refused,
            StoreUnavailableException e => Problem.Of(503, "store_unavailable", e.Message),
            OverloadedException e => Problem.Of(503, "overloaded", e.Message),
            ApiException e => Problem.From(e),
            HttpRequestException => Problem.Of(503, "service_unavailable", "A service behind this one cannot be reached."),
            _ when StoreFaults.IsAway(exception) => Problem.Of(
                503,
                "store_unavailable",
                "A store of this server cannot be used now. Its log says which."
            ),
            _ => Problem.Of(500, "internal_error", "This is a fault of the server. Its log has the details under the trace id."),
        };
        Tell(context, exception, problem.StatusCode);
        if (problem.StatusCode == 429)
            context.Response.Headers.RetryAfter = "5";
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        IResult answer = endpoint?.Metadata.GetMetadata<RefusalForm>() is { } form
            ? form(context, problem.StatusCode, problem.ProblemDetails.Detail ?? "")
            : problem;
        await answer.ExecuteAsync(context);
        return true;
    }

    private void Tell(HttpContext context, Exception exception, int status)
    {
        // Who floods the server must not fill its log.
        if (status < 500 || exception is OverloadedException)
            return;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            _refusals.Tell(context.Request, exception);
            return;
        }
        log.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
    }

    /// <summary>The framework hides the JSON fault inside, and tells it in names of types; a caller needs to know which field.</summary>
    private static ProblemHttpResult Refused(JsonException fault)
    {
        string place = (fault.Path ?? "$").TrimStart('$').TrimStart('.');
        var (field, what) = fault switch
        {
            FieldException e => (e.Field, e.What),
            _ when fault.Message.StartsWith("Duplicate property", StringComparison.Ordinal) => ("", "is given twice"),
            _ when fault.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) => (
                "",
                "has a value that cannot stand there"
            ),
            _ => ("", null),
        };
        string name =
            field.Length == 0 ? place
            : place.Length == 0 || field[0] == '[' ? place + field
            : $"{place}.{field}";
        if (what is null)
            return Problem.Of(400, "invalid_request", $"The body cannot be read: {fault.Message}");
        return name.Length == 0 ? Problem.Of(400, "invalid_request", $"The body {what}.") : Problem.Invalid(name, $"'{name}' {what}.");
    }

    /// <summary>A form is first read for the anti-forgery token in it, and its size is then the reason behind the reason.</summary>
    private static Exception? Oversized(Exception? e)
    {
        while (e is not null and not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
            e = e.InnerException;
        return e;
    }

    /// <summary>The framework tells a missing body to the route's author.</summary>
    private static string Worded(BadHttpRequestException e) =>
        e.Message.StartsWith("Implicit body inferred", StringComparison.Ordinal) ? "A body is needed." : e.Message;
}
