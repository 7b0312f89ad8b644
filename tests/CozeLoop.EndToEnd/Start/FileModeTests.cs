using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.EndToEnd.Start;

/// <summary>The data folder is for its owner alone, whoever made what is in it.</summary>
public sealed class FileModeTests
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Nothing_in_the_data_folder_is_open_to_others_and_what_was_opened_is_closed_at_the_next_start()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var product = await RunningProduct.StartAsync(ct: ct);
        Assert.Empty(Open(product.DataFolder));

        await product.KillAsync();
        foreach (var entry in All(product.DataFolder))
        {
            if (!OperatingSystem.IsWindows())
                entry.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        }
        await product.RestartAsync(ct);
        Assert.Empty(Open(product.DataFolder));
        Assert.Contains("were open to other users", product.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Open(string folder) =>
        All(folder).Where(e => e.Exists && (e.UnixFileMode & Others) != 0).Select(e => e.FullName);

    private static IEnumerable<FileSystemInfo> All(string folder) =>
        new DirectoryInfo(folder)
            .EnumerateFileSystemInfos(
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
            )
            .Prepend(new DirectoryInfo(folder));
}
