using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace CozeLoop.Workspaces.Credentials;

/// <summary>Argon2id (RFC 9106) with the OWASP minimum of 19 MiB and two passes, in the PHC string form.</summary>
internal static class PasswordHash
{
    private const int MemoryKiB = 19_456, Passes = 2, HashLength = 32;

    public static string Create(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        return $"$argon2id$v=19$m={MemoryKiB},t={Passes},p=1${Convert.ToBase64String(salt)}${Convert.ToBase64String(Compute(password, salt, MemoryKiB, Passes))}";
    }

    public static bool Verify(string password, string stored)
    {
        string[] parts = stored.Split('$');
        // Argon2 takes no empty password, and nobody has one.
        if (parts.Length != 6 || password.Length == 0) return false;
        int[] cost = [.. parts[3].Split(',').Select(p => int.Parse(p.AsSpan(2), CultureInfo.InvariantCulture))];
        byte[] expected = Convert.FromBase64String(parts[5]);
        return CryptographicOperations.FixedTimeEquals(Compute(password, Convert.FromBase64String(parts[4]), cost[0], cost[1]), expected);
    }

    private static byte[] Compute(string password, byte[] salt, int memory, int passes)
    {
        using var argon = new Argon2id(Encoding.UTF8.GetBytes(password)) { Salt = salt, MemorySize = memory, Iterations = passes, DegreeOfParallelism = 1 };
        return argon.GetBytes(HashLength);
    }
}
