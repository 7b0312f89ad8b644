using System.Text.Json;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>Every operation of the product: those of its OpenAPI description, and those that it leaves out.</summary>
public static class FuzzOperations
{
    /// <summary>Routes that the description leaves out, or describes without their body or only roughly.</summary>
    private static readonly FuzzOperation[] Others =
    [
        new("POST", "/login/password", [], null) { Form = FuzzForms.Login },
        new("GET", "/login/link", ["token"], null),
        new("POST", "/logout", [], null) { Form = FuzzForms.Login },
        new("POST", "/login/new-password", [], null) { Form = FuzzForms.Login },
        new("GET", "/set-password", ["token", "error"], null),
        new("GET", "/workspace/{id}", [], null),
        new("GET", "/language/{name}", ["returnUrl"], null),
        new("GET", "/openapi/v1.json", [], null),
        new("GET", "/docs", [], null),
        new("GET", "/metrics", [], null),
        new("GET", "/login", ["returnUrl", "error"], null),
        new("GET", "/not-found", [], null),
        new("GET", "/", ["q"], null),
        new("POST", "/v1/chat/completions", [], null) { Form = FuzzForms.Chat },
        new("POST", "/v1/traces", [], null) { Form = FuzzForms.OtlpJson },
        new("POST", "/v1/traces", [], null) { Form = FuzzForms.OtlpProtobuf },
        new("POST", "/api/public/otel/v1/traces", [], null) { Form = FuzzForms.OtlpProtobuf },
        new("POST", "/v1/loop/opentelemetry/v1/traces", [], null) { Form = FuzzForms.OtlpJson },
        new("POST", "/api/v1/imports/conversations", ["sample", "name"], null) { Form = FuzzForms.Conversations },
        new("POST", "/api/v1/imports/langfuse", [], null) { Form = FuzzForms.Langfuse },
        new("POST", "/api/v1/scores", [], null) { Form = FuzzForms.Scores },
    ];

    /// <summary>Paths of <see cref="Others"/>: with the description's they are all of the product's.</summary>
    public static IEnumerable<string> PathsOfOthers => Others.Select(o => o.Path).Distinct();

    /// <param name="description">The product's OpenAPI document, which must outlive the operations.</param>
    public static IReadOnlyList<FuzzOperation> Of(JsonElement description)
    {
        var operations = new List<FuzzOperation>();
        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                operations.Add(Read(path.Name, method.Name.ToUpperInvariant(), method.Value));
            }
        }
        return [.. operations, .. Others];
    }

    private static FuzzOperation Read(string path, string method, JsonElement operation)
    {
        string[] query = operation.TryGetProperty("parameters", out var parameters)
            ?
            [
                .. parameters
                    .EnumerateArray()
                    .Where(p => p.GetProperty("in").GetString() == "query")
                    .Select(p => p.GetProperty("name").GetString()!),
            ]
            : [];
        // A protocol's body is described roughly: its form writes one that gets further.
        bool hasForm = Others.Any(o => o.Path == path && o.Form is not null);
        JsonElement? schema =
            !hasForm
            && operation.TryGetProperty("requestBody", out var body)
            && body.GetProperty("content").TryGetProperty("application/json", out var json)
            && json.TryGetProperty("schema", out var found)
                ? found
                : null;
        return new FuzzOperation(method, path, query, schema);
    }
}
