using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CozeLoop.Platform.Web.Description;

/// <summary>How routes of the API are grouped and described, beside what their handlers say.</summary>
public static class ApiRoutes
{
    /// <summary>A group of one resource, whose routes page alike and declare the errors that they may answer.</summary>
    /// <param name="tag">One of <see cref="Contracts.Api.ApiTags"/>.</param>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string prefix, string tag)
    {
        var group = routes
            .MapGroup(prefix)
            .WithTags(tag)
            .WithParameter("limit", "Maximum rows per page: 1 to 500, 50 by default.")
            .WithParameter("cursor", "The `nextCursor` of the previous page; none for the first page.");
        ((IEndpointConventionBuilder)group).Finally(DeclaredErrors.AddTo);
        ((IEndpointConventionBuilder)group).Finally(NameAsWritten);
        return group;
    }

    /// <summary>
    /// A group puts a slash behind its prefix where a route adds nothing: figures and spans would then name a route that nobody wrote.
    /// </summary>
    private static void NameAsWritten(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { Length: > 1 } text } route && text.EndsWith('/'))
            route.RoutePattern = RoutePatternFactory.Parse(text.TrimEnd('/'));
    }

    /// <summary>Statuses that a route refuses with beside those that follow from its form: 409, 412, 422 and the like.</summary>
    public static T Refuses<T>(this T routes, params int[] statuses)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new Refusals(statuses));

    /// <summary>Says what a parameter of the routes means; those without the parameter are not touched.</summary>
    public static T WithParameter<T>(this T routes, string name, string description)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new ParameterText(name, description));

    /// <summary>
    /// Describes a body that the handler reads itself. It is only described: routing refuses no other media type for it, so that the
    /// handler answers in the route's own form.
    /// </summary>
    /// <param name="contents">A JSON schema for each media type.</param>
    public static T WithBody<T>(this T routes, string description, params (string MediaType, string Schema)[] contents)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new BodyText(description, contents));
}

internal sealed record Refusals(int[] Statuses);

internal sealed record ParameterText(string Name, string Text);

internal sealed record BodyText(string Description, (string MediaType, string Schema)[] Contents);

/// <summary>Metadata of a route whose protocol has an error form of its own: what <see cref="RefusalForm"/> writes.</summary>
public sealed record RefusalBody(Type Type, params string[] MediaTypes);
