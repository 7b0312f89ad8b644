using System.Globalization;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;

namespace CozeLoop.Bench;

/// <summary>Bytes on disk after merging: of a span's structure (everything but its texts), and of recorded multi-turn conversations beside
/// their JSON.</summary>
internal static class Storage
{
    private const string Conversations = "data/conversations/airline-support-gpt-4o.jsonl";
    private const int Spans = 100_000;

    public static async Task RunAsync(Options options, Results results)
    {
        await StructureAsync(options, results);
        await ConversationsAsync(options, results);
    }

    private static async Task StructureAsync(Options options, Results results)
    {
        if (Tools.Blast is null)
        {
            results.Skipped("storage_structure", Tools.Absent);
            return;
        }
        await using var product = await RunningProduct.StartAsync(program: options.Product);
        using var http = product.CreateClient();
        await Tools.BlastAsync(Product.Traces(product), Spans, RunningProduct.SecretKey);
        await ProductQueues.StoredAsync(http);
        await product.KillAsync();
        var sizes = await SizesAsync(product.DataFolder);
        results.AtMost("storage_structure", sizes.Structure / sizes.Rows, "B/span", 80);
        results.Plain("storage_whole", sizes.Disk / sizes.Rows, "B/span");
    }

    private static async Task ConversationsAsync(Options options, Results results)
    {
        if (SharedFolder.Find(Conversations) is not { } file)
        {
            results.Skipped("storage_conversations", "the recorded conversations in shared/data beside the checkout are absent");
            return;
        }
        await using var product = await RunningProduct.StartAsync(program: options.Product);
        using var http = product.CreateClient();
        await using (var lines = File.OpenRead(file))
            await new TracingClient(http).ImportConversationsAsync(lines);
        await ProductQueues.StoredAsync(http);
        await product.KillAsync();
        var sizes = await SizesAsync(product.DataFolder);
        results.Plain("storage_conversations_json", sizes.Json / 1e6, "MB");
        results.AtLeast("storage_conversations", sizes.Json / sizes.Disk, "times smaller", 10);
    }

    private sealed record Sizes(double Rows, double Structure, double Disk, double Json);

    private static async Task<Sizes> SizesAsync(string dataFolder)
    {
        double[] answer = [.. (await Engine.InChildAsync("sizes", dataFolder)).Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        return new Sizes(answer[0], answer[1], answer[2], answer[3]);
    }
}
