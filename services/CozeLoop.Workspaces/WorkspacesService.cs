using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Events;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Sections;
using CozeLoop.Workspaces.Accounts;
using CozeLoop.Workspaces.Actors;
using CozeLoop.Workspaces.Audit;
using CozeLoop.Workspaces.Credentials;
using CozeLoop.Workspaces.FirstStart;
using CozeLoop.Workspaces.Keys;
using CozeLoop.Workspaces.Login;
using CozeLoop.Workspaces.Members;
using CozeLoop.Workspaces.Storage;
using CozeLoop.Workspaces.Tenants;

namespace CozeLoop.Workspaces;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class WorkspacesService
{
    public static IServiceCollection AddWorkspaces(this IServiceCollection services, IConfiguration configuration)
    {
        var faults = new List<string>();
        services.AddSingleton(FirstStartOptions.From(configuration, faults)).AddSettingFaults(faults);
        return services.AddStores();
    }

    private static IServiceCollection AddStores(this IServiceCollection services) =>
        services
            .AddDatabase<WorkspacesDatabase>()
            .AddSingleton<SecretHash>()
            .AddSingleton<PasswordHashing>()
            .AddSingleton<CredentialStore>()
            .AddSingleton<ApiKeyStore>()
            .AddSingleton<LoginStore>()
            .AddSingleton<LoginLimit>()
            .AddSingleton<LoginLinks>()
            .AddSingleton<Account>()
            .AddSingleton<PasswordStore>()
            .AddSingleton<PasswordReset>()
            .AddSingleton<SessionList>()
            .AddSingleton<Invitations>()
            .AddSingleton<MemberStore>()
            .AddSingleton<WorkspaceStore>()
            .AddSingleton<ActorNames>()
            .AddHostedService<FirstStart.FirstStart>()
            .AfterCommit<ForgetCredentials>()
            .AddConsumer<AuditLog>(Topics.Audit, "workspaces", new ConsumerOptions { BatchSize = 100 })
            .AddConsumer<RevokedKeys>(Topics.Events, "workspaces");

    /// <summary>
    /// A link that sets a new password, written into the database of <paramref name="services"/>, which is brought to this version first;
    /// null where nobody has the address.
    /// </summary>
    public static async Task<UserReset?> ResetUserAsync(IServiceProvider services, string email, CancellationToken ct)
    {
        await services.GetRequiredService<WorkspacesDatabase>().MigrateAsync(ct);
        return await services.GetRequiredService<PasswordReset>().CreateAsync(email, ct);
    }

    public static IEndpointRouteBuilder MapWorkspaces(this IEndpointRouteBuilder routes)
    {
        routes.MapCredentials();
        routes.MapLogin();
        routes.MapLogout();
        routes.MapSetPassword();
        routes.MapAccounts();
        routes.MapApiKeys();
        routes.MapMembers();
        routes.MapTenants();
        routes.MapAudit();
        routes.MapActors();
        return routes;
    }
}
