using System.Security.Cryptography;

namespace CozeLoop.Workspaces.Members;

/// <summary>
/// Ids of users and workspaces: nobody can guess who else there is, and 53 bits survive a JavaScript client that reads them as numbers.
/// </summary>
internal static class RandomId
{
    public static long Next() => RandomNumberGenerator.GetInt32(1, int.MaxValue) * 1_000_000L + RandomNumberGenerator.GetInt32(1_000_000);
}
