using CozeLoop.Platform.Starting;

namespace CozeLoop.Platform.Hosting;

/// <summary>
/// Makes a process the only one on its data folder, for as long as it lives: two would overwrite each other's queues and spans. The lock
/// is the open file and not the file's presence, so the system lets go of it however the process ends.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="StartException">Another process has the folder, or nobody could work in it.</exception>
    public DataFolderLock(DataFolder folder)
    {
        folder.Prepare();
        string path = folder.File("lock");
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            const string wayOut = $"stop that one, or set {DataFolder.Setting} to another folder.";
            throw new StartException($"The data folder {folder.Root} is in use by another cozeloop process: {wayOut}", e);
        }
        folder.Tighten();
    }

    public void Dispose() => _file.Dispose();
}
