using System.Reflection;
using CozeLoop.AllInOne.Hosting;
using CozeLoop.Platform.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>A route that people and programs outside may call, with a path that matches it and the service that answers there.</summary>
internal sealed record ProductRoute(string Method, string Path, string Service)
{
    /// <summary>As the services map them. Routes between services and those that every process has are left out.</summary>
    public static Task<IReadOnlyList<ProductRoute>> AllAsync() => Found.Value;

    private static readonly Lazy<Task<IReadOnlyList<ProductRoute>>> Found = new(FindAsync);

    private static async Task<IReadOnlyList<ProductRoute>> FindAsync()
    {
        string folder = Directory.CreateTempSubdirectory("cozeloop-routes-").FullName;
        try
        {
            var builder = WebApplication.CreateBuilder([$"--COZELOOP_DATA={folder}"]);
            builder.AddPlatform([.. ServiceEntry.All.Select(service => service.Name)]);
            foreach (var service in ServiceEntry.All)
                service.Add(builder.Services, builder.Configuration);
            await using var app = builder.Build();
            app.UsePlatform();
            foreach (var service in ServiceEntry.All)
                service.Map(app);
            return
            [
                .. ((IEndpointRouteBuilder)app)
                    .DataSources.SelectMany(source => source.Endpoints)
                    .OfType<RouteEndpoint>()
                    .SelectMany(Routes),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<ProductRoute> Routes(RouteEndpoint endpoint)
    {
        string? assembly = endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Assembly.GetName().Name;
        string path =
            "/"
            + string.Join(
                '/',
                endpoint.RoutePattern.PathSegments.Select(segment =>
                    segment.IsSimple && segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal
                        ? literal.Content
                        : "x1"
                )
            );
        if (
            assembly is null
            || !assembly.StartsWith("CozeLoop.", StringComparison.Ordinal)
            || path.StartsWith("/internal/", StringComparison.Ordinal)
        )
            return [];
        string service = assembly["CozeLoop.".Length..].ToLowerInvariant();
        if (service == "platform" && !path.StartsWith("/api/", StringComparison.Ordinal))
            return [];
        // The queues are the broker's, which all services share: one of them answers.
        if (service == "platform")
            service = "workspaces";
        return (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => new ProductRoute(
            method,
            path,
            service
        ));
    }
}
