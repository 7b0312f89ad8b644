using System.Reflection;
using CozeLoop.Contracts;
using Microsoft.AspNetCore.Components;
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
        string[] written = new Uri(uri).AbsolutePath.Split('/');
        if (route.RouteValues.Count == 0 || TemplateOf(route, written.Length) is not { } template)
            return route;
        var values = new Dictionary<string, object?>(route.RouteValues);
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] is ['{', .. var name, '}'] && values.GetValueOrDefault(name) is string)
                values[name] = PathSegment.Decode(written[i]);
        }
        return new RouteData(route.PageType, values) { Template = route.Template };
    }

    // The router of an open page names no template: the page itself does.
    private static string[]? TemplateOf(RouteData route, int parts) =>
        route
            .PageType.GetCustomAttributes<RouteAttribute>()
            .Select(a => a.Template.Split('/'))
            .FirstOrDefault(t => t.Length == parts && route.RouteValues.Keys.All(name => t.Contains($"{{{name}}}")));
}
