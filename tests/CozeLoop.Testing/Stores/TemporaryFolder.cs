using CozeLoop.Platform.Hosting;

namespace CozeLoop.Testing.Stores;

/// <summary>A folder of its own for a test, deleted at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Data = new DataFolder(Directory.CreateTempSubdirectory("cozeloop-test-").FullName);

    public DataFolder Data { get; }

    public void Dispose() => Directory.Delete(Data.Root, recursive: true);
}
