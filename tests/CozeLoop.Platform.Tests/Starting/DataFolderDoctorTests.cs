using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Starting;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.Starting;

/// <summary>What the doctor says of a data folder is true, and it changes nothing there.</summary>
public sealed class DataFolderDoctorTests : IAsyncDisposable
{
    private readonly TestStores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public void A_folder_that_is_not_there_yet_has_no_faults() =>
        Assert.Empty(DataFolderDoctor.Check(Path.Combine(_stores.Folder.Root, "nowhere")));

    [Fact]
    public void A_corrupt_database_is_named()
    {
        File.WriteAllText(Path.Combine(_stores.Folder.Root, "models.db"), new string('x', 5000));
        Assert.Contains("models.db is corrupt", Fault("models.db"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_open_to_others_are_counted_and_left_as_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        string file = Path.Combine(_stores.Folder.Root, "open");
        File.WriteAllText(file, "");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.OtherRead;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, mode);
        Assert.Contains("1 files and folders", Fault("data folder"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(mode, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData("", "no key", "holds no master key")]
    [InlineData("short", null, "must be 32 bytes")]
    [InlineData("", null, "is missing")]
    public void A_key_that_is_missing_or_none_is_named(string setting, string? inFile, string said)
    {
        string file = Path.Combine(_stores.Folder.Root, "master.key");
        if (inFile is not null)
            File.WriteAllText(file, inFile);
        Assert.Contains(said, MasterKey.Fault(setting, file), StringComparison.Ordinal);
    }

    private string? Fault(string subject) => DataFolderDoctor.Check(_stores.Folder.Root).Single(f => f.Subject == subject).Fault;
}
