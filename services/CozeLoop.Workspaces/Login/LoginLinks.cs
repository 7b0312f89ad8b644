using CozeLoop.Contracts;
using CozeLoop.Platform.Relational;
using CozeLoop.Workspaces.Credentials;
using Dapper;

namespace CozeLoop.Workspaces.Login;

/// <summary>Links that work once: to log in, or to set a password and be logged in with it.</summary>
internal sealed class LoginLinks(SecretHash hash, TimeProvider time)
{
    public const string Login = "login",
        Password = "password";

    /// <summary>
    /// The page that asks for the new password; only its form uses the link up, because mail and chat programs look at links by themselves.
    /// </summary>
    public static string PasswordPath(string token) => "/set-password?token=" + token;

    /// <param name="workspaceId">Of an invitation, which holds for as long as the person is in no other; null for other links.</param>
    /// <returns>The token, which is stored nowhere.</returns>
    public async Task<string> CreateAsync(Transaction tx, long userId, string purpose, TimeSpan lifetime, long? workspaceId = null)
    {
        string token = SecretHash.New("");
        await tx.Connection.ExecuteAsync(
            """
            INSERT INTO login_links (token_hash, user_id, expires_ms, purpose, workspace_id)
            VALUES (@hash, @userId, @expires, @purpose, @workspaceId)
            """,
            new
            {
                hash = hash.Of(token),
                userId,
                expires = time.GetUtcNow().Add(lifetime).ToUnixMs(),
                purpose,
                workspaceId,
            },
            tx.DbTransaction
        );
        return token;
    }
}
