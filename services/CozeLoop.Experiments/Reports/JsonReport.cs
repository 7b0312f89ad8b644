using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Reports;

/// <summary>The replay and its comparison in one document.</summary>
internal static class JsonReport
{
    public static string Write(Replay replay, Comparison comparison) => JsonSerializer.Serialize(new { replay, comparison }, Json.Api);
}
