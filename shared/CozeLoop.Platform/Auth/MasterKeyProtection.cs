using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// ASP.NET's data protection (form tokens, the state of a page before its circuit is up) with keys derived from the master key: every
/// replica can open what another sealed, a restart spoils nothing, and no key files lie about in a home folder. AES-256-GCM; nonce, tag
/// and ciphertext in that order.
/// </summary>
internal sealed class MasterKeyProtection(MasterKey master, string purpose = "data-protection") : IDataProtector
{
    private const int NonceLength = 12,
        TagLength = 16,
        HeaderLength = NonceLength + TagLength;

    private readonly byte[] _key = master.Derive(purpose);

    // The length keeps ("a", "b/c") and ("a/b", "c") apart.
    IDataProtector IDataProtectionProvider.CreateProtector(string inner) =>
        new MasterKeyProtection(master, $"{purpose}/{inner.Length}:{inner}");

    public byte[] Protect(byte[] plaintext)
    {
        byte[] box = new byte[HeaderLength + plaintext.Length];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plaintext, box.AsSpan(HeaderLength), box.AsSpan(NonceLength, TagLength));
        return box;
    }

    /// <exception cref="CryptographicException">Not sealed for this purpose by this installation.</exception>
    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < HeaderLength)
            throw new CryptographicException("Too short to have been sealed.");
        byte[] plaintext = new byte[protectedData.Length - HeaderLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(
            protectedData.AsSpan(0, NonceLength),
            protectedData.AsSpan(HeaderLength),
            protectedData.AsSpan(NonceLength, TagLength),
            plaintext
        );
        return plaintext;
    }
}
