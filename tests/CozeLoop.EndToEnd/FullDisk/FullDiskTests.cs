using System.Net;
using System.Net.Http.Json;
using CozeLoop.Testing;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.FullDisk;

/// <summary>
/// A disk that fills under load: senders are told to come again, what was acknowledged stays, and everything goes on when there is room.
/// </summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_loses_nothing_kills_nothing_says_so_and_is_recovered_from()
    {
        var ct = TestContext.Current.CancellationToken;
        var (mounted, missing) = await SmallDisk.MountAsync("200m", ct);
        Assert.SkipWhen(mounted is null, missing ?? "");
        await using var disk = mounted;
        await using var product = await RunningProduct.StartAsync(
            new Dictionary<string, string> { ["COZELOOP_DATA"] = disk.Folder },
            ct: ct
        );
        using var http = product.CreateClient();
        // Logged in while there is room for a session.
        await product.OwnerAsync(ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var load = new SpanLoad(http);
        var sending = Task.WhenAll(load.RunAsync(stop.Token), load.RunAsync(stop.Token));
        await Eventually.Async(() => load.Acknowledged.Count > 20);

        disk.Fill();
        await Eventually.Async(() => load.Refused > 20);
        using (var ready = await http.GetAsync("/health/ready", ct))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains($"The disk of {disk.Folder} is full", await ready.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
        }
        await OtherRoutesAsync(product, http, ct);

        disk.Empty();
        int before = load.Acknowledged.Count;
        await Eventually.Async(() => load.Acknowledged.Count > before + 20);
        await stop.CancelAsync();
        await sending;
        await Queues.DrainedAsync(http, ct);
        await Eventually.Async(async () =>
        {
            using var ready = await http.GetAsync("/health/ready", ct);
            return ready.IsSuccessStatusCode;
        });

        Assert.Empty(load.Faults);
        var stored = await SpanLoad.StoredAsync(http, ct);
        Assert.Empty(load.Acknowledged.Except(stored));
        Assert.All(await Queues.AllAsync(http, ct), queue => Assert.Equal(0, queue.DeadLetters));
    }

    /// <summary>What else writes answers that it cannot, and reads go on.</summary>
    private static async Task OtherRoutesAsync(RunningProduct product, HttpClient http, CancellationToken ct)
    {
        for (int i = 0; i < 20; i++)
        {
            using var written = await http.PostAsJsonAsync("/api/v1/prompts", new { key = $"full-{i}", name = new string('x', 200) }, ct);
            Assert.True(
                written.StatusCode < HttpStatusCode.InternalServerError || IsTold(written),
                $"A write answers {(int)written.StatusCode}."
            );
        }
        foreach (string path in (string[])["/api/v1/traces", "/api/v1/prompts", "/health/live"])
        {
            using var read = await http.GetAsync(path, ct);
            Assert.True(read.IsSuccessStatusCode, $"{path} answers {(int)read.StatusCode} while the disk is full. {product.Output}");
        }
        Assert.NotEmpty(await Queues.AllAsync(http, ct));
    }

    private static bool IsTold(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null;
}
