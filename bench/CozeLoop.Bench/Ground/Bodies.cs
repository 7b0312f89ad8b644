using System.Net.Http.Json;
using System.Text.Json;
using CozeLoop.Testing;
using CozeLoop.Testing.Attacks;

namespace CozeLoop.Bench.Ground;

/// <summary>
/// 300 MB to every route that is not for reading, without a credential, with and without an announced length. Sent slowly enough to hear of
/// a refusal before the buffers of the two systems are full: what was sent until then is what the server took.
/// </summary>
internal static class Bodies
{
    private const long Huge = 300L << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Reading = ["get", "head", "options"];

    public static async Task RunAsync(GroundRun run)
    {
        await using var product = await run.StartAsync();
        using var http = TestHttp.Create(product.Address);
        var heads = await HeadsAsync(http, run.Ending);
        var taken = new List<(string Route, double Megabytes)>();
        double rise = await GroundRun.MemoryRiseAsync(
            product.ProcessId,
            async () =>
            {
                foreach (string head in heads)
                {
                    foreach (bool chunked in (bool[])[false, true])
                    {
                        var upload = await Upload.SendAsync(product.Address, head, " "u8.ToArray(), Huge, chunked, run.Ending, Pause);
                        taken.Add((head.Split(" HTTP")[0], upload.Taken / 1e6));
                    }
                }
            }
        );
        var (route, most) = taken.MaxBy(t => t.Megabytes);
        run.Results.Plain("ground_body_routes", heads.Count, "routes");
        run.Results.AtMost("ground_body_taken", most, $"MB of {route}", 1);
        run.Results.AtMost("ground_body_memory_rise", rise, "MB", 150);
    }

    /// <summary>The routes that the product describes, and those of its pages.</summary>
    private static async Task<List<string>> HeadsAsync(HttpClient http, CancellationToken ct)
    {
        var document = await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", ct);
        var described = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject()
                    .Where(method => !Reading.Contains(method.Name))
                    .Select(method => Head(method.Name, path.Name, "application/json"))
            );
        string[] ofPages = ["/login/password", "/logout", "/login", "/_blazor/negotiate"];
        return [.. described, .. ofPages.Select(path => Head("post", path, "application/x-www-form-urlencoded"))];
    }

    private static string Head(string method, string path, string type) =>
        $"{method.ToUpperInvariant()} {path.Replace('{', 'x').Replace('}', 'x')} HTTP/1.1\r\nContent-Type: {type}";
}
