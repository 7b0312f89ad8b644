using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using CozeLoop.Workspaces.Audit;
using CozeLoop.Workspaces.Credentials;
using CozeLoop.Workspaces.FirstStart;
using CozeLoop.Workspaces.Keys;
using CozeLoop.Workspaces.Login;
using CozeLoop.Workspaces.Members;
using CozeLoop.Workspaces.Storage;

namespace CozeLoop.Workspaces;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class WorkspacesService
{
    public static IServiceCollection AddWorkspaces(this IServiceCollection services, IConfiguration configuration) => services
        .AddDatabase<WorkspacesDatabase>()
        .AddSingleton<SecretHash>()
        .AddSingleton<PasswordHashing>()
        .AddSingleton<CredentialStore>()
        .AddSingleton<ApiKeyStore>()
        .AddSingleton<LoginStore>()
        .AddSingleton<LoginLimit>()
        .AddSingleton(FirstStartOptions.From(configuration))
        .AddHostedService<FirstStart.FirstStart>()
        .AddConsumer<AuditLog>(Topics.Events, "workspaces", new ConsumerOptions { BatchSize = 100 });

    public static IEndpointRouteBuilder MapWorkspaces(this IEndpointRouteBuilder routes)
    {
        routes.MapCredentials();
        routes.MapLogin();
        routes.MapApiKeys();
        routes.MapMembers();
        routes.MapAudit();
        return routes;
    }
}
