using System.Security.Cryptography;
using System.Text;
using CozeLoop.Platform.Auth;

namespace CozeLoop.Workspaces.Credentials;

/// <summary>
/// How secrets of 256 random bits are stored: HMAC-SHA-256 under a key of this installation. Such secrets cannot be guessed, so the hash
/// may be fast; a stolen database alone verifies nothing.
/// </summary>
internal sealed class SecretHash(MasterKey master)
{
    private readonly byte[] _key = master.Derive("secret-hash");

    public string Of(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret)));

    /// <summary>A new secret: the prefix and 256 random bits in base64url.</summary>
    public static string New(string prefix) => prefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
