using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Truth.Runs;

/// <summary>
/// What a run declares and forecasts beyond <see cref="CreateReplay"/> and <see cref="Comparison"/>: gates and power. Read as JSON, so
/// that a product which judges no gates or forecasts no power is told apart from one that does.
/// </summary>
internal static class Judged
{
    public const string Met = "met",
        NotMet = "notMet";

    /// <summary>Plans and starts a replay with these gates.</summary>
    public static async Task<Replay> CreateAsync(HttpClient http, CreateReplay request, IEnumerable<string> gates, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToNode(request, Json.Api)!;
        body["gates"] = new JsonArray([.. gates.Select(g => JsonValue.Create(g))]);
        using var answer = await http.PostAsJsonAsync("/api/v1/replays", body, Json.Api, ct);
        string text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<Replay>(text, Json.Api)!
            : throw new InvalidOperationException($"The replay was refused: {text}");
    }

    /// <summary>The outcome of each gate, in the order in which they were declared; null where the product judges none.</summary>
    public static async Task<IReadOnlyList<string>?> GatesAsync(HttpClient http, string replayId, CancellationToken ct)
    {
        var comparison = await http.GetFromJsonAsync<JsonElement>($"/api/v1/replays/{replayId}/comparison", ct);
        return comparison.TryGetProperty("gates", out var gates) && gates.ValueKind == JsonValueKind.Array
            ? [.. gates.EnumerateArray().Select(g => g.GetProperty("outcome").GetString()!)]
            : null;
    }

    /// <summary>The share of such runs that would find the wanted effect, 0 to 1; null where the plan does not say.</summary>
    public static async Task<double?> PowerAsync(HttpClient http, string replayId, CancellationToken ct)
    {
        var plan = await http.GetFromJsonAsync<JsonElement>($"/api/v1/replays/{replayId}/plan", ct);
        return
            plan.TryGetProperty("forecast", out var forecast)
            && forecast.ValueKind == JsonValueKind.Object
            && forecast.TryGetProperty("power", out var power)
            && power.ValueKind == JsonValueKind.Number
            ? power.GetDouble()
            : null;
    }
}
