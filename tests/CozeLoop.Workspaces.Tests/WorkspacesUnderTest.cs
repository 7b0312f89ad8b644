using System.Net.Http.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Microsoft.AspNetCore.Routing;

namespace CozeLoop.Workspaces.Tests;

/// <summary>The service over a real database, after a first start that was told its user, workspace and key.</summary>
internal sealed class WorkspacesUnderTest(ServiceHost host) : IAsyncDisposable
{
    public const string Email = "owner@example.test",
        Password = "a test's password",
        PublicKey = "pk-of-the-first-start",
        SecretKey = "sk-of-the-first-start";

    public ServiceHost Host => host;
    public WorkspacesClient Client => new(host.CreateClient());

    public static Task<WorkspacesUnderTest> StartAsync(params (string Name, string Value)[] more) => StartAsync(_ => { }, more);

    /// <param name="map">Routes of the test beside the service's.</param>
    public static async Task<WorkspacesUnderTest> StartAsync(
        Action<IEndpointRouteBuilder> map,
        params (string Name, string Value)[] more
    ) =>
        new(
            await ServiceHost.StartAsync(
                WorkspacesService.AddWorkspaces,
                routes =>
                {
                    map(routes);
                    return routes.MapWorkspaces();
                },
                [
                    .. more,
                    ("COZELOOP_INIT_EMAIL", Email),
                    ("COZELOOP_INIT_PASSWORD", Password),
                    ("COZELOOP_INIT_WORKSPACE_ID", $"{ServiceHost.WorkspaceId}"),
                    ("COZELOOP_INIT_PUBLIC_KEY", PublicKey),
                    ("COZELOOP_INIT_SECRET_KEY", SecretKey),
                ]
            )
        );

    public Task<CallerIdentity?> HolderAsync(string secret, string? publicKey = null, long? workspace = null) =>
        Client.VerifyAsync(new VerifyCredential(publicKey, secret, null, workspace));

    /// <summary>A person in a browser: over the public port, with the cookies of a login.</summary>
    public Task<HttpClient> LogInAsync(string email = Email, string password = Password) =>
        OwnerSession.LogInAsync(host.Address, email, password);

    /// <summary>Adds a member and sets their password by the invitation's link.</summary>
    public async Task<Person> InviteAsync(string email, string role)
    {
        var added = await new WorkspacesClient(await LogInAsync()).AddMemberAsync(new AddMember(email, role));
        var http = TestHttp.Create(host.Address);
        using var answer = await http.PostAsJsonAsync("/api/v1/login/new-password", new SetPassword(TokenOf(added), Password));
        answer.EnsureSuccessStatusCode();
        OwnerSession.TakeCookies(http, answer);
        return new Person(added.Member.UserId, email, http);
    }

    public static string TokenOf(AddedMember added) => added.InvitationPath!.Split("token=")[1];

    internal sealed record Person(string UserId, string Email, HttpClient Http)
    {
        public WorkspacesClient Client => new(Http);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
