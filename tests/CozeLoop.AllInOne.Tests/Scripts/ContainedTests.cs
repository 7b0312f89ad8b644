using CozeLoop.Testing;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Scripts;

/// <summary><c>eng/contained</c>, in which the bench runs: a run that is ended early leaves no server and no folder.</summary>
public sealed class ContainedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task What_was_started_ends_with_it_also_what_has_left_its_session(string signal, int exit)
    {
        const string Inner = "setsid sleep 3600 & echo $! > \"$0/server\"; echo \"$TMPDIR\" > \"$0/scratch\"; touch \"$0/ready\"; wait";
        // With job control the command may be interrupted: without it a shell starts what runs in the background deaf to SIGINT.
        string ready = $"until [ -e '{_folder.Data.Root}/ready' ]; do sleep 0.05; done";
        string contained = $"'{Script}' bash -c '{Inner}' '{_folder.Data.Root}' >'{_folder.Data.File("output")}' 2>&1";
        string script = $"set -m; {contained} & {ready}; kill -{signal} $!; wait $!";
        var result = await ExternalProgram.RunAsync("bash", ["-c", script], ct: TestContext.Current.CancellationToken);
        Assert.Equal((exit, ""), (result.ExitCode, Said("output")));
        Assert.False(Directory.Exists(Said("scratch")));
        await Eventually.Async(() => !IsRunning(Said("server")));
    }

    [Fact]
    public async Task Its_exit_code_is_that_of_the_command() =>
        Assert.Equal(
            7,
            (await ExternalProgram.RunAsync(Script, ["bash", "-c", "exit 7"], ct: TestContext.Current.CancellationToken)).ExitCode
        );

    private static string Script => Path.Combine(Repository.Root, "eng/contained");

    private string Said(string file) => File.ReadAllText(_folder.Data.File(file)).Trim();

    // What nobody has waited for stays in the list of processes for a while.
    private static bool IsRunning(string id)
    {
        try
        {
            return !File.ReadLines($"/proc/{id}/status")
                .First(line => line.StartsWith("State:", StringComparison.Ordinal))
                .Contains('Z', StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
