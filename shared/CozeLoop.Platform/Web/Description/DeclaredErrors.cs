using System.Globalization;
using System.Reflection;
using CozeLoop.Contracts.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace CozeLoop.Platform.Web.Description;

/// <summary>
/// Declares the errors that a route may answer. Most follow from its shape, because what answers them is common to all routes: a caller who
/// must be known may be refused, what the path names may not exist, what is sent may be wrong or too long.
/// </summary>
internal static class DeclaredErrors
{
    private static readonly RefusalBody Common = new(typeof(ProblemDetails), "application/problem+json");

    public static void AddTo(EndpointBuilder endpoint)
    {
        var body = endpoint.Metadata.OfType<RefusalBody>().LastOrDefault() ?? Common;
        foreach (int status in Of((RouteEndpointBuilder)endpoint).Distinct().Order())
        {
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, body.Type, body.MediaTypes) { Description = Text(status) });
        }
    }

    private static IEnumerable<int> Of(RouteEndpointBuilder route)
    {
        bool hasBody = route.Metadata.Any(m => m is IAcceptsMetadata or BodyText);
        if (hasBody || TakesValues(route))
            yield return 400;
        if (hasBody)
        {
            yield return 413;
            yield return 415;
        }
        if (route.Metadata.OfType<IAuthorizeData>().Any())
        {
            yield return 401;
            yield return 403;
            yield return 429;
        }
        if (route.RoutePattern.Parameters.Count > 0)
            yield return 404;
        yield return 503;
        foreach (int status in route.Metadata.OfType<Refusals>().SelectMany(r => r.Statuses))
            yield return status;
    }

    /// <summary>From the query or a header: a text in the path is at worst the name of nothing.</summary>
    private static bool TakesValues(RouteEndpointBuilder route) =>
        route
            .Metadata.OfType<MethodInfo>()
            .SelectMany(handler => handler.GetParameters())
            .Any(p =>
                p.IsDefined(typeof(AsParametersAttribute)) || IsValue(p.ParameterType) && route.RoutePattern.GetParameter(p.Name!) is null
            );

    private static bool IsValue(Type type) =>
        type == typeof(string) || type.IsArray || (type.IsValueType && type != typeof(CancellationToken));

    private static string Text(int status) =>
        status switch
        {
            400 => "A parameter or the body is invalid; `errors` names the fields.",
            401 => "No credential was sent, or it is not valid.",
            403 => "The caller may not do this.",
            404 => "The workspace has nothing of this name.",
            409 => "It exists already, or its state does not allow this; `code` says which.",
            412 => "It was changed in the meantime: `If-Match` names an older state.",
            413 => "The body is longer than this route accepts.",
            415 => "The body is of another media type.",
            422 => "The request is well formed and breaks a rule, which `code` names.",
            429 => "Too many requests; `Retry-After` says after how many seconds to try again.",
            502 => "An upstream server failed.",
            503 => "A store or service behind this one is away or busy; `Retry-After` says after how many seconds to ask again.",
            504 => "An upstream server did not answer in time.",
            _ => throw new ArgumentOutOfRangeException(
                nameof(status),
                string.Create(CultureInfo.InvariantCulture, $"There are no words for {status}.")
            ),
        };
}
