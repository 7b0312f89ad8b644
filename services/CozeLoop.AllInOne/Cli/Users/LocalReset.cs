using System.Data.Common;
using CozeLoop.AllInOne.Hosting;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Web;
using CozeLoop.Workspaces;

namespace CozeLoop.AllInOne.Cli.Users;

/// <summary>
/// Resets a password from the machine itself, without a key: whoever may open the data folder may do so. A server that runs is asked over
/// the folder's socket, which only its owner reaches; where none runs the database is written here, under the folder's lock.
/// </summary>
internal static class LocalReset
{
    public static async Task<(UserReset? Reset, string Why)> RunAsync(Terminal terminal, string email, CancellationToken ct)
    {
        string folder = Path.GetFullPath(terminal.Variable(DataFolder.Setting) is { Length: > 0 } set ? set : "data");
        // Opening stores creates them, and a mistyped folder would become another installation.
        bool isServer = terminal.Variable("ConnectionStrings__" + RelationalStores.Setting) is { Length: > 0 };
        if (!isServer && !File.Exists(Path.Combine(folder, "workspaces.db")))
        {
            return (null, Texts.Of("no-installation", folder, DataFolder.Setting));
        }
        try
        {
            await using var services = AllInOneHost.BuildForStores();
            return (await AskAsync(services, email, ct) ?? await WriteAsync(services, isServer, email, ct)) is { } reset
                ? (reset, "")
                : (null, Texts.Of("no-user", email));
        }
        catch (ApiException e) when (e.Code == "user_not_found")
        {
            return (null, Texts.Of("no-user", email));
        }
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or StoreUnavailableException
                        or ApiException
                        or DbException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            // A wrong setting, a folder that another process or user has, a server that refuses, a database that is away: each says so.
            return (null, e.Message);
        }
    }

    /// <summary>Null where no server listens.</summary>
    private static async Task<UserReset?> AskAsync(IServiceProvider services, string email, CancellationToken ct)
    {
        using var http = services.GetRequiredService<ServiceCalls>().For("workspaces", 0, "operator", []);
        try
        {
            return await new WorkspacesClient(http).ResetUserAsync(new ResetUser(email), ct);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static Task<UserReset?> WriteAsync(IServiceProvider services, bool isServer, string email, CancellationToken ct)
    {
        // A process that starts at this moment waits for it no longer than this command runs: it says that the folder is in use.
        if (!isServer)
            services.GetRequiredService<DataFolderLock>();
        return WorkspacesService.ResetUserAsync(services, email, ct);
    }
}
