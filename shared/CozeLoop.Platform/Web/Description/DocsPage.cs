using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace CozeLoop.Platform.Web.Description;

/// <summary><c>/docs</c>: the API's description for people. What it needs comes from this process, and it may ask nobody else.</summary>
internal static class DocsPage
{
    private const string Path = "/docs";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapScalarApiReference(
                Path,
                options =>
                    options
                        .WithTitle("CozeLoop API")
                        .WithOpenApiRoutePattern(OpenApiPage.Path)
                        .WithTheme(ScalarTheme.None)
                        .WithFavicon("/favicon.svg")
                        .DisableDefaultFonts()
                        .DisableTelemetry()
                        .DisableAgent()
                        .DisableMcp()
                        .HideClientButton()
                        .HideDeveloperTools()
                        .DynamicNonce = true
            )
            .ExcludeFromDescription()
            .Add(Protect);

    private static void Protect(EndpointBuilder endpoint)
    {
        var page = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            context.Response.OnStarting(() =>
            {
                string? nonce = context.Items[ScalarOptions.NonceHttpContextItemKey] as string;
                context.Response.Headers.ContentSecurityPolicy = Policy(nonce);
                return Task.CompletedTask;
            });
            return page(context);
        };
    }

    private static string Policy(string? nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
