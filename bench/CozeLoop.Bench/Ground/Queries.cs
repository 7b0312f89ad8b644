using System.Net.Http.Headers;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;

namespace CozeLoop.Bench.Ground;

/// <summary>
/// Eight of the dearest searches that are legal, of one key, over and over: what another key's plain list takes beside them.
/// </summary>
internal static class Queries
{
    private const int Spans = 100_000,
        Heavy = 8,
        Lists = 40;

    public static async Task RunAsync(GroundRun run)
    {
        if (Tools.Blast is null)
        {
            run.Results.Skipped("ground_queries", Tools.Absent);
            return;
        }
        await using var product = await run.StartAsync();
        using var http = product.CreateClient();
        await Tools.BlastAsync(Product.Traces(product), Spans, RunningProduct.SecretKey, ct: run.Ending);
        await ProductQueues.StoredAsync(http, run.Ending);
        var owner = await OwnerSession.OfAsync(http.BaseAddress!, run.Ending);
        var key = await new WorkspacesClient(owner).CreateKeyAsync(new CreateApiKey("heavy", [Scopes.Read], null), run.Ending);
        using var other = TestHttp.Create(product.Address);
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.SecretKey);
        var traces = new TracingClient(http);
        await ListAsync(traces, run.Ending);

        double alone = (await ListAsync(traces, run.Ending)).Percentile(0.5);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(run.Ending);
        var searches = Enumerable.Range(0, Heavy).Select(i => SearchAsync(new TracingClient(other), i, over.Token)).ToList();
        double beside = (await ListAsync(traces, run.Ending)).Percentile(0.5);
        await over.CancelAsync();
        int answered = (await Task.WhenAll(searches)).Sum();
        run.Results.Plain("ground_queries_list_alone", alone, "ms");
        run.Results.Plain("ground_queries_list_beside_eight", beside, "ms");
        run.Results.Plain("ground_queries_heavy_answered", answered, "searches meanwhile");
        run.Results.AtMost("ground_queries_list_slower", beside / alone, "times", 3);
    }

    private static async Task<Samples> ListAsync(TracingClient traces, CancellationToken ct)
    {
        var samples = new Samples();
        for (int i = 0; i < Lists; i++)
            await samples.TimeAsync(() => traces.ListTracesAsync(ct: ct));
        return samples;
    }

    /// <summary>How many were answered until the others have seen enough; a refusal is an answer.</summary>
    private static async Task<int> SearchAsync(TracingClient traces, int number, CancellationToken ct)
    {
        for (int answered = 0; ; answered++)
        {
            // New words each time, or the engine would remember what it has not found.
            string words = string.Join(" OR ", Enumerable.Range(0, 20).Select(i => $"absent{number}x{answered}x{i}"));
            string fields = string.Join(" OR ", Enumerable.Range(0, 130).Select(i => $"model:absent{i}"));
            try
            {
                await traces.ListTracesAsync($"{words} OR {fields}", ct: ct);
            }
            catch (ApiException)
            {
                await Task.Yield();
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return answered;
            }
        }
    }
}
