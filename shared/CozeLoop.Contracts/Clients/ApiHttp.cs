using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Contracts.Clients;

/// <summary>Sends and reads the API's JSON; turns problem answers into <see cref="ApiException"/>.</summary>
internal static class ApiHttp
{
    public static Task<T> GetAsync<T>(this HttpClient http, string path, CancellationToken ct) =>
        SendAsync<T>(http, new HttpRequestMessage(HttpMethod.Get, path), ct);

    /// <summary>A list to its end, page after page: for those whose rows people make one by one.</summary>
    public static async Task<Page<T>> AllAsync<T>(
        this HttpClient http,
        string path,
        CancellationToken ct,
        params IReadOnlyList<(string Name, object? Value)> query
    )
    {
        var items = new List<T>();
        string? cursor = null;
        do
        {
            var page = await http.GetAsync<Page<T>>(path + Query([.. query, ("cursor", cursor)]), ct);
            items.AddRange(page.Items);
            cursor = page.NextCursor;
        } while (cursor is not null);
        return new Page<T>(items, null);
    }

    public static Task<T> PostAsync<T>(
        this HttpClient http,
        string path,
        object? body,
        CancellationToken ct,
        string? idempotencyKey = null
    ) => SendAsync<T>(http, WithBody(HttpMethod.Post, path, body, idempotencyKey), ct);

    public static Task<T> PutAsync<T>(this HttpClient http, string path, object? body, CancellationToken ct) =>
        SendAsync<T>(http, WithBody(HttpMethod.Put, path, body), ct);

    public static async Task PostAsync(this HttpClient http, string path, object? body, CancellationToken ct) =>
        (await SendAsync(http, WithBody(HttpMethod.Post, path, body), ct)).Dispose();

    public static async Task PutAsync(this HttpClient http, string path, object? body, CancellationToken ct) =>
        (await SendAsync(http, WithBody(HttpMethod.Put, path, body), ct)).Dispose();

    public static async Task RemoveAsync(this HttpClient http, string path, CancellationToken ct) =>
        (await SendAsync(http, new HttpRequestMessage(HttpMethod.Delete, path), ct)).Dispose();

    /// <summary>Null on 404.</summary>
    public static async Task<T?> FindAsync<T>(this HttpClient http, string path, CancellationToken ct)
        where T : class
    {
        try
        {
            return await http.GetAsync<T>(path, ct);
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public static async Task<T> SendAsync<T>(HttpClient http, HttpRequestMessage request, CancellationToken ct)
    {
        using var response = await SendAsync(http, request, ct);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(Json.Api, ct)
                ?? throw new ApiException(502, "empty_answer", $"{request.RequestUri} answered nothing.");
        }
        // A proxy's page, or another program at this address.
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new ApiException(502, "not_json", $"{request.RequestUri} answered with something other than the API's JSON.");
        }
    }

    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw await ProblemAsync(response, ct);
        }
    }

    /// <summary>Builds <c>?a=1&amp;b=2</c> of what is not null.</summary>
    public static string Query(params ReadOnlySpan<(string Name, object? Value)> parts)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (name, value) in parts)
        {
            if (value is null)
                continue;
            string shown = value is DateTimeOffset t
                ? t.ToIso()
                : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(shown));
        }
        return text.ToString();
    }

    public static string Escape(string segment) => PathSegment.Encode(segment);

    private static HttpRequestMessage WithBody(HttpMethod method, string path, object? body, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(method, path)
        {
            Content = JsonContent.Create(body, body?.GetType() ?? typeof(object), options: Json.Compact),
        };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return request;
    }

    private static async Task<ApiException> ProblemAsync(HttpResponseMessage response, CancellationToken ct)
    {
        string text = await response.Content.ReadAsStringAsync(ct);
        try
        {
            using var problem = JsonDocument.Parse(text);
            var root = problem.RootElement;
            string? Word(string name) =>
                root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String
                    ? v.GetString()
                    : null;
            var errors =
                root.ValueKind == JsonValueKind.Object && root.TryGetProperty("errors", out var e) && e.ValueKind == JsonValueKind.Object
                    ? e.Deserialize<Dictionary<string, string[]>>(Json.Api)
                    : null;
            return new ApiException((int)response.StatusCode, Word("code") ?? "error", Word("detail") ?? Word("title") ?? text, errors);
        }
        catch (JsonException)
        {
            return new ApiException((int)response.StatusCode, "error", $"{(int)response.StatusCode} {response.ReasonPhrase}");
        }
    }
}
