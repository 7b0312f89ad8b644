using System.Text.Json.Nodes;
using CozeLoop.Contracts.Services;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Threading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CozeLoop.Platform.Web.Description;

/// <summary>
/// <c>/openapi/v1.json</c>: the whole API, also where its services run in several processes; to another process this one's part alone. Each
/// is written once: the routes do not change, and anyone may ask for what takes long to write.
/// </summary>
internal sealed class OpenApiPage(
    [FromKeyedServices(OpenApiPage.Name)] IOpenApiDocumentProvider document,
    ServiceAddresses addresses,
    ServiceCalls calls
)
{
    public const string Name = "v1",
        Path = $"/openapi/{Name}.json";

    private readonly Lazy<Task<byte[]>> _part = new(() => WriteAsync(document));
    private readonly SingleFlight<string, byte[]> _asking = new();
    private byte[]? _whole;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, GetAsync).ExcludeFromDescription();

    private static async Task<FileContentHttpResult> GetAsync(OpenApiPage page, HttpContext http, CancellationToken ct) =>
        TypedResults.Bytes(http.IsInternal() ? await page._part.Value : await page.WholeAsync(ct), "application/json");

    private async Task<byte[]> WholeAsync(CancellationToken ct)
    {
        string[] elsewhere = [.. ProductService.All.Select(service => service.Name).Where(service => addresses.Of(service) is not null)];
        if (elsewhere.Length == 0)
            return await _part.Value;
        return _whole ??= await _asking.RunAsync(Name, () => JoinAsync(elsewhere), ct);
    }

    private async Task<byte[]> JoinAsync(string[] services)
    {
        var parts = new List<JsonObject> { JsonNode.Parse(await _part.Value)!.AsObject() };
        foreach (string service in services)
        {
            using var http = calls.For(service, workspaceId: 0, "service:description", []);
            parts.Add(JsonNode.Parse(await http.GetStreamAsync(Path))!.AsObject());
        }
        return JoinedDescription.Of(parts);
    }

    private static async Task<byte[]> WriteAsync(IOpenApiDocumentProvider provider)
    {
        using var json = new MemoryStream();
        var document = await provider.GetOpenApiDocumentAsync();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        return json.ToArray();
    }
}
