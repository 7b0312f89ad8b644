using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace CozeLoop.Workspaces.Credentials;

/// <summary>
/// Argon2id (RFC 9106) with the OWASP minimum of 19 MiB and two passes, in the PHC string form. It computes on the thread that calls, which
/// <see cref="PasswordHashing"/> chooses: nobody else calls it.
/// </summary>
internal static class PasswordHash
{
    /// <summary>Of a password, in characters: no one has a longer one.</summary>
    public const int MaxLength = 1024;

    /// <summary>One that no password has.</summary>
    public static readonly string Nobodys = Form(RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(HashLength));

    private const int MemoryKiB = 19_456,
        Passes = 2,
        SaltLength = 16,
        HashLength = 32;

    public static string Create(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltLength);
        return Form(salt, Compute(password, salt, MemoryKiB, Passes));
    }

    public static bool Verify(string password, string stored)
    {
        string[] parts = stored.Split('$');
        // Nobody has an empty password.
        if (parts.Length != 6 || password.Length == 0)
            return false;
        int[] cost = [.. parts[3].Split(',').Select(p => int.Parse(p.AsSpan(2), CultureInfo.InvariantCulture))];
        byte[] expected = Convert.FromBase64String(parts[5]);
        return CryptographicOperations.FixedTimeEquals(Compute(password, Convert.FromBase64String(parts[4]), cost[0], cost[1]), expected);
    }

    private static string Form(byte[] salt, byte[] hash) =>
        $"$argon2id$v=19$m={MemoryKiB},t={Passes},p=1${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";

    private static byte[] Compute(string password, byte[] salt, int memory, int passes)
    {
        var argon = new Argon2id(
            new Argon2Parameters
            {
                DegreeOfParallelism = 1,
                MemorySize = memory,
                NumberOfPasses = passes,
            }
        );
        return argon.DeriveBytes(Encoding.UTF8.GetBytes(password), salt, HashLength);
    }
}
