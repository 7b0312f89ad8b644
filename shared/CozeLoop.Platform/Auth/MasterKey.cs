using System.Security.Cryptography;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Relational;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// The one secret of an installation: 32 bytes from <c>COZELOOP_MASTER_KEY</c> (base64), else from <c>master.key</c> (mode 0600) in the data
/// folder, made on first use. Where a database server is shared by several hosts it is never made: each host would make another. Nothing uses it directly: each purpose derives a key of its own (HKDF, RFC 5869).
/// </summary>
public sealed class MasterKey
{
    private const int Length = 32;
    private readonly byte[] _key;

    /// <exception cref="InvalidOperationException">The key is no key, or none is given where the stores are shared.</exception>
    public MasterKey(IConfiguration configuration, DataFolder folder)
    {
        bool isShared = !string.IsNullOrWhiteSpace(configuration.GetConnectionString(RelationalStores.Setting));
        _key = configuration["COZELOOP_MASTER_KEY"] is { Length: > 0 } text ? Parse(text) : ReadOrCreate(folder.File("master.key"), mayCreate: !isShared);
    }

    /// <summary>32 bytes that are the same for the same purpose and installation.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, info: System.Text.Encoding.UTF8.GetBytes(purpose));

    private static byte[] Parse(string text)
    {
        var bytes = new byte[Length];
        return Convert.TryFromBase64String(text, bytes, out int written) && written == Length
            ? bytes
            : throw new InvalidOperationException("COZELOOP_MASTER_KEY must be 32 bytes in base64, as `openssl rand -base64 32` prints.");
    }

    private static byte[] ReadOrCreate(string path, bool mayCreate)
    {
        if (!File.Exists(path))
        {
            if (!mayCreate) throw new InvalidOperationException($"COZELOOP_MASTER_KEY is not set: with ConnectionStrings:{RelationalStores.Setting} every host needs the same key. `openssl rand -base64 32` makes one.");
            string draft = path + "." + Environment.ProcessId;
            using (var file = new FileStream(draft, FileOptions(FileMode.Create)))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length))));
                file.Flush(flushToDisk: true);
            }
            // A rename that does not overwrite: of two first starts one wins, and both read the winner's key.
            try { File.Move(draft, path, overwrite: false); }
            catch (IOException) when (File.Exists(path)) { File.Delete(draft); }
        }
        return Parse(File.ReadAllText(path).Trim());
    }

    private static FileStreamOptions FileOptions(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
