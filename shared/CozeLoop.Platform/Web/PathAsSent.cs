using CozeLoop.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CozeLoop.Platform.Web;

/// <summary>
/// Route values as the client wrote them. The server decodes a path but leaves <c>%2F</c> in it, so that an id <c>a/b</c> arrives as
/// <c>a%2Fb</c> and cannot be
/// told from the id <c>a%2Fb</c>; and it resolves <c>%2E%2E</c> as if it were no id. The request line still has the truth.
/// </summary>
internal static class PathAsSent
{
    /// <summary>Before everything: an encoded segment of dots stays one segment.</summary>
    public static IApplicationBuilder UsePathAsSent(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (Segments(http) is { } sent && sent.Any(IsEncodedDots) && !sent.Any(IsDots))
                    // Not by the conversion from string, which decodes once more.
                    http.Request.Path = new PathString(
                        string.Join(
                            '/',
                            sent.Select(s => IsEncodedDots(s) ? s : Uri.UnescapeDataString(s).Replace("/", "%2F", StringComparison.Ordinal))
                        )
                    );
                return next(http);
            }
        );

    /// <summary>After routing: each value that one whole segment gave is decoded anew.</summary>
    public static IApplicationBuilder UseRouteValuesAsSent(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (http.GetEndpoint() is RouteEndpoint endpoint && Segments(http) is { } sent)
                    Decode(endpoint.RoutePattern, http.Request, sent);
                return next(http);
            }
        );

    private static void Decode(RoutePattern pattern, HttpRequest request, string[] sent)
    {
        // Another count means that something was resolved or executed again on its way: then the values are not of these segments.
        if (request.Path.Value?.Split('/').Length != sent.Length)
            return;
        for (int i = 0; i < pattern.PathSegments.Count && i + 1 < sent.Length; i++)
        {
            if (
                !pattern.PathSegments[i].IsSimple
                || pattern.PathSegments[i].Parts[0] is not RoutePatternParameterPart { IsCatchAll: false } parameter
            )
                continue;
            if (request.RouteValues[parameter.Name] is string)
                request.RouteValues[parameter.Name] = PathSegment.Decode(sent[i + 1]);
        }
    }

    /// <summary>The path of the request line cut at its slashes, the first piece empty; null where nothing in it can need a second
    /// look.</summary>
    private static string[]? Segments(HttpContext http)
    {
        string target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        int end = target.IndexOf('?', StringComparison.Ordinal);
        if (end >= 0)
            target = target[..end];
        return target.StartsWith('/') && target.AsSpan().ContainsAny('%', '~') ? target.Split('/') : null;
    }

    private static bool IsDots(string segment) => segment is "." or "..";

    private static bool IsEncodedDots(string segment) => segment.Contains('%') && IsDots(Uri.UnescapeDataString(segment));
}
