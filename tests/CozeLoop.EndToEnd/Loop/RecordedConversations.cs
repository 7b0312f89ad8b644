using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The 100 recorded airline conversations, as the tests use them.</summary>
internal static class RecordedConversations
{
    /// <summary>Path of the file; the test skips where it is absent.</summary>
    public static string File()
    {
        string? file = SharedFolder.Find("data/conversations/airline-support-gpt-4o.jsonl");
        Assert.SkipWhen(file is null, "the recorded conversations (shared/data/conversations) are absent");
        return file;
    }

    /// <summary>Imports them and waits until they can be found.</summary>
    public static async Task<ImportResult> ImportAsync(HttpClient http, CancellationToken ct)
    {
        await using var lines = System.IO.File.OpenRead(File());
        var imported = await new TracingClient(http).ImportConversationsAsync(lines, name: "airline-support", ct: ct);
        await Queues.DrainedAsync(http, ct);
        return imported;
    }
}
