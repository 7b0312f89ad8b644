using System.Reflection;
using System.Runtime.CompilerServices;
using CozeLoop.AllInOne.Tests.Hosting;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>
/// Endpoints look the same in every service: a static class per resource whose route table stands first, named static handlers that say in
/// their type what they answer, and a name, a tag and a summary for each. Limits of bodies and roles are walked elsewhere.
/// </summary>
public sealed class EndpointStyleTests(RunningHost host)
{
    private List<(string Route, RouteEndpoint Endpoint, MethodInfo Handler)> Routes =>
        [
            .. host
                .Endpoints.Select(e => ($"{e.RoutePattern.RawText}", e, e.Metadata.GetMetadata<MethodInfo>()!))
                .Where(e =>
                    e.Item3?.DeclaringType?.Assembly.GetName().Name is { } name && name.StartsWith("CozeLoop.", StringComparison.Ordinal)
                )
                // Pages of the studio and of every host (figures, this description) are no resources.
                .Where(e => !IsPage(e.e, e.Item3.DeclaringType!.Assembly.GetName().Name!)),
        ];

    [Fact]
    public void Handlers_are_named_static_methods_of_a_static_class_that_holds_their_route_table()
    {
        Assert.True(Routes.Count > 80, $"{Routes.Count} routes");
        foreach (var (route, _, handler) in Routes)
        {
            var type = handler.DeclaringType!;
            Assert.True(handler.IsStatic && !handler.IsDefined(typeof(CompilerGeneratedAttribute)), $"{route} is mapped to a lambda.");
            Assert.True(type is { IsAbstract: true, IsSealed: true }, $"{type} is no static class.");
            Assert.True(type.Name.EndsWith("Endpoints", StringComparison.Ordinal), $"{route} is handled in {type}.");
            var table = type.GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Where(m => m.Name.StartsWith("Map", StringComparison.Ordinal));
            Assert.True(table.Any(m => m.IsDefined(typeof(ExtensionAttribute))), $"{type} has no Map extension.");
            bool isAsync = typeof(Task).IsAssignableFrom(handler.ReturnType);
            Assert.True(handler.Name.EndsWith("Async", StringComparison.Ordinal) == isAsync, $"{type.Name}.{handler.Name}");
        }
    }

    [Fact]
    public void Handlers_say_in_their_type_what_they_answer()
    {
        foreach (var (route, endpoint, handler) in Routes)
        {
            var answer =
                handler.ReturnType.IsGenericType && typeof(Task).IsAssignableFrom(handler.ReturnType)
                    ? handler.ReturnType.GetGenericArguments()[0]
                    : handler.ReturnType;
            // A protocol of others answers in its own form.
            bool isProtocol = answer == typeof(IResult) && endpoint.Metadata.GetMetadata<RefusalForm>() is not null;
            bool isTyped = answer.Namespace == "Microsoft.AspNetCore.Http.HttpResults";
            Assert.True(isTyped || isProtocol, $"{route} answers {answer}.");
        }
    }

    [Fact]
    public void Each_has_a_name_a_tag_and_a_summary_or_is_left_out_of_the_description()
    {
        foreach (var (route, endpoint, _) in Routes)
        {
            var metadata = endpoint.Metadata;
            if (metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true })
                continue;
            Assert.True(metadata.GetMetadata<IEndpointNameMetadata>() is not null, $"{route} has no name.");
            Assert.True(metadata.GetMetadata<IEndpointSummaryMetadata>() is not null, $"{route} has no summary.");
            Assert.True(
                metadata.GetOrderedMetadata<ITagsMetadata>().SelectMany(t => t.Tags).Count() == 1,
                $"{route} has no tag of its own."
            );
        }
    }

    [Fact]
    public void Nothing_of_the_api_is_left_out_of_the_description() =>
        Assert.Empty(
            Routes
                .Where(r =>
                    r.Route.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)
                    || r.Route.StartsWith("/v1/", StringComparison.Ordinal)
                )
                .Where(r => r.Endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true })
                .Select(r => r.Route)
        );

    private static bool IsPage(RouteEndpoint endpoint, string assembly) =>
        assembly == "CozeLoop.Studio"
        || (
            assembly == "CozeLoop.Platform"
            && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true }
        );
}
