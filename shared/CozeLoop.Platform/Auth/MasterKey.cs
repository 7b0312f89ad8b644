using System.Security.Cryptography;
using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Starting;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// The one secret of an installation: 32 bytes from <c>COZELOOP_MASTER_KEY</c> (base64), else from <c>master.key</c> (mode 0600) in the
/// data folder, made on first use. Where a database server is shared by several hosts it is never made: each host would make another.
/// Nothing uses it directly: each purpose derives a key of its own (HKDF, RFC 5869).
/// </summary>
public sealed class MasterKey
{
    public const string Setting = "COZELOOP_MASTER_KEY";

    private const string Back = $"put it back from a backup, or set {Setting} to the key this data was made with.";
    private const string NoKey = $"{Setting} must be 32 bytes in base64, as `openssl rand -base64 32` prints.";
    private const int Length = 32;
    private readonly byte[] _key;

    /// <exception cref="StartException">The key is not a key, or none is given where the stores are shared or hold data
    /// already.</exception>
    public MasterKey(IConfiguration configuration, DataFolder folder)
    {
        bool isShared = !string.IsNullOrWhiteSpace(configuration.GetConnectionString(RelationalStores.Setting));
        if (configuration[Setting] is { Length: > 0 } text)
        {
            Origin = Setting;
            _key = Parse(text) ?? throw new StartException(NoKey);
            return;
        }
        Origin = folder.File("master.key");
        if (!File.Exists(Origin))
            Create(Origin, folder, isShared);
        _key = Parse(File.ReadAllText(Origin).Trim()) ?? throw new StartException(NoKeyIn(Origin));
    }

    /// <summary>What is wrong with the key of data that is there; null where there is one that may be right.</summary>
    public static string? Fault(string? setting, string path)
    {
        if (!string.IsNullOrEmpty(setting))
            return Parse(setting) is null ? NoKey : null;
        if (!File.Exists(path))
            return $"{path} is missing: {Back}";
        return Parse(File.ReadAllText(path).Trim()) is null ? NoKeyIn(path) : null;
    }

    /// <summary>The setting, or the file.</summary>
    public string Origin { get; }

    /// <summary>32 bytes that are the same for the same purpose and installation.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, info: System.Text.Encoding.UTF8.GetBytes(purpose));

    private static string NoKeyIn(string path) => $"{path} holds no master key (32 bytes in base64): {Back}";

    private static byte[]? Parse(string text)
    {
        byte[] bytes = new byte[Length];
        return Convert.TryFromBase64String(text, bytes, out int written) && written == Length ? bytes : null;
    }

    /// <summary>Never beside data: it was made with another key, and a new one would open none of its secrets.</summary>
    private static void Create(string path, DataFolder folder, bool isShared)
    {
        if (isShared)
        {
            throw new StartException(
                $"{Setting} is not set: with ConnectionStrings:{RelationalStores.Setting} every host needs the same key. "
                    + "`openssl rand -base64 32` makes one."
            );
        }
        if (Directory.Exists(path))
            throw new StartException($"{path} is a folder, and should be a file with the master key: put it back from a backup.");
        if (Directory.EnumerateFiles(folder.Root, "*.db").Any(file => new FileInfo(file).Length > 0))
        {
            throw new StartException(
                $"{path} is missing, and {folder.Root} holds data that was made with it: {Back} "
                    + $"Without it API keys and stored provider keys are lost; to begin anew set {DataFolder.Setting} to an empty folder."
            );
        }
        string draft = path + "." + Environment.ProcessId;
        using (var file = new FileStream(draft, FileOptions(FileMode.Create)))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length))));
            file.Flush(flushToDisk: true);
        }
        // A rename that does not overwrite: of two first starts one wins, and both read the winner's key.
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
        FolderSync.Sync(folder.Root);
    }

    private static FileStreamOptions FileOptions(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
