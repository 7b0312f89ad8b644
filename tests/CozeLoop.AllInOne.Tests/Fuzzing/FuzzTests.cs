using System.Globalization;
using CozeLoop.Testing.Fuzzing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Fuzzing;

/// <summary>
/// Odd requests to every route of the running product. Another seed, number or start by <c>COZELOOP_FUZZ_SEED</c>,
/// <c>COZELOOP_FUZZ_REQUESTS</c> and <c>COZELOOP_FUZZ_FROM</c>: a fault names what sends its request again.
/// </summary>
public sealed class FuzzTests
{
    /// <summary>No request is begun after it, so that a slow machine sends fewer instead of holding the suite.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task No_request_of_a_client_makes_a_5xx()
    {
        var ct = TestContext.Current.CancellationToken;
        int seed = Setting("COZELOOP_FUZZ_SEED", 20261127),
            count = Setting("COZELOOP_FUZZ_REQUESTS", 4000),
            from = Setting("COZELOOP_FUZZ_FROM", 0);
        await using var subject = await FuzzSubject.StartAsync(seed, ct);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (count <= 4000)
            until.CancelAfter(Longest);
        await subject.Run.SendAsync(from, count, until.Token);
        var run = subject.Run;
        string unreached = string.Join(", ", run.NeverReached);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}: {run.Sent} requests, {run.Summary}; never reached: {unreached}");
        string faults = string.Join("\n\n", run.Faults);
        Assert.True(
            faults.Length == 0,
            $"With COZELOOP_FUZZ_SEED={seed}, of {run.Sent} requests ({run.Summary}):\n{faults}\n\nIt wrote last:\n{subject.LastWords}"
        );
        Assert.Empty(await subject.AfterwardsAsync(ct));
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
