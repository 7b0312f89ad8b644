using System.Security.Cryptography;
using System.Text;

namespace CozeLoop.Models.Connections;

/// <summary>
/// Provider keys at rest: AES-256-GCM (NIST SP 800-38D) under a key derived from the installation's master key. The form is base64 of
/// version (1 byte), nonce (12), tag (16), cipher text. The row a key belongs to is authenticated with it, so a copied cipher text is
/// useless elsewhere.
/// </summary>
/// <param name="key">32 bytes.</param>
internal sealed class SecretBox(byte[] key)
{
    private const byte Version = 1;
    private const int NonceLength = 12,
        TagLength = 16,
        HeaderLength = 1 + NonceLength + TagLength;

    public string Seal(string secret, string owner)
    {
        byte[] plain = Encoding.UTF8.GetBytes(secret),
            box = new byte[HeaderLength + plain.Length];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(HeaderLength), box.AsSpan(1 + NonceLength, TagLength), Encoding.UTF8.GetBytes(owner));
        return Convert.ToBase64String(box);
    }

    /// <summary>Null where the box was sealed under another master key or for another owner, or was changed.</summary>
    public string? Open(string sealedSecret, string owner)
    {
        byte[] box = Convert.FromBase64String(sealedSecret);
        if (box.Length < HeaderLength || box[0] != Version)
            return null;
        var plain = new byte[box.Length - HeaderLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(
                box.AsSpan(1, NonceLength),
                box.AsSpan(HeaderLength),
                box.AsSpan(1 + NonceLength, TagLength),
                plain,
                Encoding.UTF8.GetBytes(owner)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        return Encoding.UTF8.GetString(plain);
    }
}
