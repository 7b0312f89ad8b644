using System.Reflection;
using CozeLoop.AllInOne.Hosting;
using CozeLoop.Testing.Fuzzing;
using CozeLoop.Testing.Stores;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Fuzzing;

public sealed class FuzzedRoutesTests
{
    [Fact]
    public async Task A_route_that_the_description_leaves_out_is_sent_odd_requests_all_the_same()
    {
        using var folder = new TemporaryFolder();
        await using var app = AllInOneHost.Build([$"--COZELOOP_DATA={folder.Data.Folder("routes")}"]);
        string[] hidden =
        [
            .. ((IEndpointRouteBuilder)app)
                .DataSources.SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e =>
                    e.Metadata.GetMetadata<MethodInfo>()
                        ?.DeclaringType?.Assembly.GetName()
                        .Name?.StartsWith("CozeLoop.", StringComparison.Ordinal) == true
                )
                .Where(e => e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true })
                .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
                .Where(path => !path.StartsWith("/internal/", StringComparison.Ordinal))
                .Distinct(),
        ];
        Assert.NotEmpty(hidden);
        Assert.Empty(hidden.Except(FuzzOperations.PathsOfOthers));
    }
}
