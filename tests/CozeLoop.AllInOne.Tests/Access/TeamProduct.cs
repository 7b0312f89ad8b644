using System.Net.Http.Headers;
using System.Net.Http.Json;
using CozeLoop.AllInOne.Tests.Hosting;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Access;

/// <summary>The one process with a member of each role, logged in, and a key of each scope.</summary>
public sealed class TeamProduct(RunningHost host) : IAsyncLifetime
{
    public static readonly string[] Roles = ["owner", "admin", "developer", "annotator", "viewer"];
    public static readonly string[] KeyScopes = [Scopes.Ingest, Scopes.Read, Scopes.Write, Scopes.Admin];

    public Uri Address => host.Address;

    public IReadOnlyList<RouteEndpoint> Endpoints => host.Endpoints;

    /// <summary>By <c>role …</c>, <c>key …</c> and <c>nobody</c>.</summary>
    public Dictionary<string, HttpClient> Callers { get; } = [];

    public WorkspacesClient Owner => new(Callers["role owner"]);

    public async ValueTask InitializeAsync()
    {
        Callers["nobody"] = TestHttp.Create(Address);
        Callers["role owner"] = await OwnerSession.LogInAsync(Address, RunningHost.Email, RunningHost.Password);
        foreach (string role in Roles[1..])
            Callers["role " + role] = await JoinAsync(role);
        foreach (string scope in KeyScopes)
            Callers["key " + scope] = await KeyAsync(scope);
    }

    public async Task<HttpClient> KeyAsync(string scope)
    {
        var key = await Owner.CreateKeyAsync(new CreateApiKey(scope, [scope], null));
        var http = TestHttp.Create(Address);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.SecretKey);
        http.DefaultRequestHeaders.Add("X-Test-Public-Key", key.Key.PublicKey);
        return http;
    }

    /// <summary>Someone new with this role, who has set a password and is logged in with it.</summary>
    public async Task<HttpClient> JoinAsync(string role)
    {
        var added = await Owner.AddMemberAsync(new AddMember($"{Guid.NewGuid():n}@example.test", role));
        var http = TestHttp.Create(Address);
        var body = new SetPassword(added.InvitationPath!.Split("token=")[1], RunningProduct.Password);
        using var answer = await http.PostAsJsonAsync("/api/v1/login/new-password", body);
        answer.EnsureSuccessStatusCode();
        OwnerSession.TakeCookies(http, answer);
        http.DefaultRequestHeaders.Add("X-Test-User", added.Member.UserId);
        return http;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var http in Callers.Values)
            http.Dispose();
        return ValueTask.CompletedTask;
    }
}
