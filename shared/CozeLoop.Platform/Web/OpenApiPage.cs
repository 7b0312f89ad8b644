using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CozeLoop.Platform.Web;

/// <summary><c>/openapi/v1.json</c>, written once: the routes do not change, and anybody may ask for what takes long to write.</summary>
internal sealed class OpenApiPage([FromKeyedServices(OpenApiPage.Name)] IOpenApiDocumentProvider document)
{
    private const string Name = "v1";

    private readonly Lazy<Task<byte[]>> _json = new(() => WriteAsync(document));

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet($"/openapi/{Name}.json", async (OpenApiPage page) => TypedResults.Bytes(await page._json.Value, "application/json"))
            .ExcludeFromDescription();

    private static async Task<byte[]> WriteAsync(IOpenApiDocumentProvider provider)
    {
        using var json = new MemoryStream();
        var document = await provider.GetOpenApiDocumentAsync();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        return json.ToArray();
    }
}
