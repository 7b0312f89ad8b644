using CozeLoop.AllInOne.Cli;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli;

public sealed class DoctorWaitTests
{
    private static readonly Finding Fault = new("queue", false, "unreachable"),
        Well = new("queue", true, "");

    [Theory]
    [InlineData(60, 2, true)]
    [InlineData(0, 1, false)]
    public async Task It_looks_again_until_all_is_well_or_the_time_is_over(int seconds, int looks, bool well)
    {
        int looked = 0;
        var findings = await DoctorCommand.WaitAsync(
            () => Task.FromResult<IReadOnlyList<Finding>>([++looked == 1 ? Fault : Well]),
            TimeSpan.FromSeconds(seconds),
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );
        Assert.Equal((looks, well), (looked, Assert.Single(findings).Ok));
    }
}
