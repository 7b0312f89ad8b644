using System.Net;
using System.Text;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Access;

/// <summary>
/// Who reaches which route: a session of each role and a key of each scope knock at every route of the one process, and what they hear is
/// compared with the table that people agreed on. A route that is not in the table fails.
/// </summary>
public sealed class RoleTests(TeamProduct product) : IClassFixture<TeamProduct>
{
    /// <summary>Who may, for each word of the table. A page shows to each role what it may see.</summary>
    private static readonly Dictionary<string, string[]> May = new()
    {
        ["ingest"] = ["role owner", "role admin", "role developer", "key ingest"],
        ["read"] = ["role owner", "role admin", "role developer", "role annotator", "role viewer", "key read"],
        ["annotate"] = ["role owner", "role admin", "role developer", "role annotator", "key write"],
        ["write"] = ["role owner", "role admin", "role developer", "key write"],
        ["admin"] = ["role owner", "role admin", "key admin"],
        // Of the first workspace.
        ["operate"] = ["role owner", "role admin", "key admin"],
        ["page"] = [.. TeamProduct.Roles.Select(role => "role " + role), .. TeamProduct.KeyScopes.Select(scope => "key " + scope)],
        ["internal"] = [],
    };

    [Fact]
    public void Every_route_is_in_the_table_and_every_line_of_the_table_is_a_route() =>
        Assert.Equal(
            RouteTable.Access.Keys.Order(StringComparer.Ordinal),
            Routes().Select(r => r.Name).Distinct().Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task Each_role_and_each_key_reaches_what_the_table_says_and_nothing_else()
    {
        var wrong = new List<string>();
        foreach (var route in Routes())
        {
            // What anyone may ask decides by itself: it would log the callers out.
            if (RouteTable.Access[route.Name] is var word && word == "anyone")
                continue;
            foreach (var (caller, http) in product.Callers)
            {
                var status = await StatusAsync(http, route);
                if (!IsExpected(word, caller, status))
                    wrong.Add($"{route.Name} ({word}): {caller} got {(int)status}");
            }
        }
        Assert.Empty(wrong);
    }

    private static bool IsExpected(string word, string caller, HttpStatusCode status) =>
        word == "internal" ? status == HttpStatusCode.NotFound
        : caller == "nobody" ? status == HttpStatusCode.Unauthorized
        : May[word].Contains(caller) ? status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        : status == HttpStatusCode.Forbidden;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, Route route)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Path);
        if (route.Method is "POST" or "PUT")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private sealed record Route(string Name, string Method, string Path);

    /// <summary>Of the services and the studio; files and the circuit's own connection are the framework's.</summary>
    private List<Route> Routes() => [.. product.Endpoints.Where(IsOurs).SelectMany(Routes)];

    private static bool IsOurs(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        && !endpoint.RoutePattern.RawText!.Contains("_blazor", StringComparison.Ordinal)
        && !endpoint.RoutePattern.RawText.Contains("_framework", StringComparison.Ordinal)
        && endpoint.RoutePattern.RawText is not "{**path:file}";

    private static IEnumerable<Route> Routes(RouteEndpoint endpoint)
    {
        // A group's own route ends with a slash, which is not asked for.
        string pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        // A page takes forms too, and has none of its own.
        IReadOnlyList<string> methods = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null
            ? endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            : ["GET"];
        return methods
            .Where(method => method != "HEAD")
            .Select(method => new Route($"{method} {pattern}", method, PathOf(endpoint.RoutePattern)));
    }

    private static string PathOf(RoutePattern pattern) =>
        "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(TextOf))));

    /// <summary>Ids that nothing has; a number where the route takes no other.</summary>
    private static string TextOf(RoutePatternPart part) =>
        part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { ParameterPolicies.Count: > 0 } => "1",
            _ => "x1",
        };
}
