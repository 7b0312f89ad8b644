using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli.Users;

/// <summary>The command on a data folder that no server of this version has opened yet.</summary>
public sealed class LocalResetTests
{
    [Theory]
    [InlineData("", "There is no user with the address ada@example.test.")]
    [InlineData("no database but a text, and one longer than the hundred bytes that the header of a database has in SQLite", "")]
    public async Task A_reset_without_a_server_says_in_words_what_it_finds(string file, string why)
    {
        var folder = Directory.CreateTempSubdirectory("cozeloop-reset-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "workspaces.db"), file, TestContext.Current.CancellationToken);
            var here = new Dictionary<string, string> { ["COZELOOP_DATA"] = folder.FullName };
            var reset = await ExternalProgram.RunAsync(
                "dotnet",
                [RunningProduct.ProductFile(), "users", "reset", "ada@example.test"],
                here,
                ct: TestContext.Current.CancellationToken
            );
            Assert.Equal(1, reset.ExitCode);
            Assert.StartsWith($"cozeloop: {why}", reset.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", reset.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
