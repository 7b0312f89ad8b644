using CozeLoop.Platform.Web.Description;

namespace CozeLoop.Tracing.Search;

internal static class SearchParameters
{
    /// <summary>Describes what <see cref="SearchRequest"/> reads, and that the store may find a search too much.</summary>
    public static T WithSearch<T>(this T routes)
        where T : IEndpointConventionBuilder =>
        routes
            .Refuses(StatusCodes.Status422UnprocessableEntity)
            .WithParameter("q", "A filter in the query language; without one, everything matches.")
            .WithParameter("from", "Inclusive; 24 hours before the end by default.")
            .WithParameter("to", "Exclusive; now by default.");
}
