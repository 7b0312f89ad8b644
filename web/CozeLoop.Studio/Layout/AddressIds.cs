using CozeLoop.Contracts;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace CozeLoop.Studio.Layout;

/// <summary>
/// The ids in a page's address as <see cref="PathSegment"/> wrote them. The router decodes all but slashes, after which <c>a%2Fb</c>
/// could be two ids.
/// </summary>
internal static class AddressIds
{
    public static RouteData AsWritten(RouteData route, string uri)
    {
        string[] written = new Uri(uri).AbsolutePath.Split('/'), template = ("/" + route.Template?.TrimStart('/')).Split('/');
        if (route.RouteValues.Count == 0 || written.Length != template.Length) return route;
        var values = new Dictionary<string, object?>(route.RouteValues);
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] is ['{', .. var name, '}'] && values.GetValueOrDefault(name) is string)
                values[name] = PathSegment.Decode(written[i]);
        }
        return new RouteData(route.PageType, values) { Template = route.Template };
    }
}
