using System.Net;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;

namespace CozeLoop.Bench;

/// <summary>A committed version fetched by an API key at a steady rate, as SDKs do at the start of each of their processes. Late sends
/// count: time runs from when a request was due.</summary>
internal static class Prompts
{
    private const int Rate = 2_000,
        Seconds = 10,
        WarmUp = 4_000;

    public static async Task RunAsync(Shape shape, Results results)
    {
        await using var product = await shape.StartAsync();
        using var http = product.CreateClient();
        var prompts = new PromptsClient(http);
        await prompts.CreateAsync(new CreatePrompt("support", null));
        await prompts.CommitAsync(
            "support",
            new CommitVersion([new ChatMessage("system", "You help {{customer}} of an online shop.")], null)
        );
        await SendAsync(http, WarmUp, new Samples());
        var samples = new Samples();
        var cores = ProcessUse.Cpu(product.ProcessId);
        await SendAsync(http, Rate * Seconds, samples);
        results.Plain(
            "prompt_fetch_core_time",
            (ProcessUse.Cpu(product.ProcessId) - cores).TotalMicroseconds / samples.Count,
            "us/request"
        );
        results.Plain("prompt_fetch_p50", samples.Percentile(0.5), "ms");
        results.Plain("prompt_fetch_refused", samples.Refused, "requests, with 503");
        results.AtMost("prompt_fetch_p99", samples.Percentile(0.99), "ms", 5);
    }

    private static async Task SendAsync(HttpClient http, int count, Samples samples)
    {
        long begun = TimeProvider.System.GetTimestamp();
        var running = new List<Task>(count);
        for (int sent = 0; sent < count; )
        {
            int due = Math.Min(count, (int)(TimeProvider.System.GetElapsedTime(begun).TotalSeconds * Rate) + 1);
            for (; sent < due; sent++)
                running.Add(FetchAsync(http, begun, TimeSpan.FromSeconds((double)sent / Rate), samples));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
        await Task.WhenAll(running);
    }

    private static async Task FetchAsync(HttpClient http, long begun, TimeSpan due, Samples samples)
    {
        using var answer = await http.GetAsync("/api/v1/prompts/support/versions/1");
        await answer.Content.ReadAsByteArrayAsync();
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            samples.Refuse();
            return;
        }
        answer.EnsureSuccessStatusCode();
        samples.Add(TimeProvider.System.GetElapsedTime(begun) - due);
    }
}
