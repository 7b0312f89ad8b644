using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Hosting;
using CozeLoop.Workspaces.FirstStart;
using CozeLoop.Workspaces.Login;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Accounts;

/// <summary>
/// The way back in for someone who lost a password, made by the operator of the machine: a link that works once, within a day, and sets
/// another password. The old one and its sessions hold until then.
/// </summary>
internal sealed class PasswordReset(WorkspacesDatabase database, LoginLinks links, FirstStartOptions options, PlatformOptions host)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>Null where nobody has the address.</summary>
    public async Task<UserReset?> CreateAsync(string? email, CancellationToken ct)
    {
        string? token = await database.WriteAsync(
            async tx =>
            {
                var args = new { email = LoginStore.Normalise(email ?? "") };
                if (
                    await tx.Connection.QuerySingleOrDefaultAsync<long?>(
                        "SELECT id FROM users WHERE email = @email",
                        args,
                        tx.DbTransaction
                    )
                    is not { } userId
                )
                    return null;
                await tx.RaiseOfUserAsync(userId, "operator", AuditActions.PasswordResetLink);
                return await links.CreateAsync(tx, userId, LoginLinks.Password, Lifetime);
            },
            ct
        );
        return token is null ? null : new UserReset(options.Address(host) + LoginLinks.PasswordPath(token));
    }
}
