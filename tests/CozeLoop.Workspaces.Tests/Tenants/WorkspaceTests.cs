using System.Net;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Tenants;

public sealed class WorkspaceTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_makes_a_workspace_owns_it_and_chooses_between_both_by_header()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var admin = await workspaces.InviteAsync("ada@example.test", "admin");
        var made = await admin.Client.CreateWorkspaceAsync(new CreateWorkspace(" Second "), Ct);
        Assert.Equal(("Second", "owner"), (made.Name, made.Role));
        var me = await admin.Client.MeAsync(Ct);
        Assert.Equal([$"{ServiceHost.WorkspaceId}", made.Id], me.Workspaces.Select(w => w.Id));
        Assert.Equal($"{ServiceHost.WorkspaceId}", me.WorkspaceId);

        admin.Http.DefaultRequestHeaders.Add("X-Workspace-Id", made.Id);
        Assert.Equal(made.Id, (await admin.Client.MeAsync(Ct)).WorkspaceId);
        Assert.Equal("ada@example.test", Assert.Single((await admin.Client.ListMembersAsync(Ct)).Items).Email);
        Assert.Equal("Renamed", (await admin.Client.RenameWorkspaceAsync(made.Id, new RenameWorkspace("Renamed"), Ct)).Name);
        Assert.Equal(
            404,
            (
                await Assert.ThrowsAsync<ApiException>(() =>
                    admin.Client.RenameWorkspaceAsync($"{ServiceHost.WorkspaceId}", new RenameWorkspace("Taken"), Ct)
                )
            ).Status
        );
    }

    [Theory]
    [InlineData("43")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("mine")]
    public async Task Nothing_of_another_workspace_is_there(string id)
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var owner = await workspaces.LogInAsync();
        owner.DefaultRequestHeaders.Add("X-Workspace-Id", id);
        foreach (string path in (string[])["me", "members", "api-keys", "audit", "workspaces"])
        {
            using var answer = await owner.GetAsync($"/api/v1/{path}", Ct);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }
    }

    [Fact]
    public async Task A_workspace_chosen_in_the_studio_that_is_no_longer_ones_own_gives_way_to_the_first()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var owner = await workspaces.LogInAsync();
        string cookies = string.Join("; ", owner.DefaultRequestHeaders.GetValues("Cookie"));
        owner.DefaultRequestHeaders.Remove("Cookie");
        owner.DefaultRequestHeaders.Add("Cookie", cookies + "; cozeloop_workspace=43");
        Assert.Equal($"{ServiceHost.WorkspaceId}", (await new WorkspacesClient(owner).MeAsync(Ct)).WorkspaceId);
    }

    [Fact]
    public async Task A_key_is_no_person_and_names_an_owner_among_its_members()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var nobody = await Assert.ThrowsAsync<ApiException>(() =>
            workspaces.Client.CreateWorkspaceAsync(new CreateWorkspace("Second"), Ct)
        );
        Assert.Equal((400, "ownerEmail"), (nobody.Status, nobody.Errors.Keys.Single()));
        await Assert.ThrowsAsync<ApiException>(() =>
            workspaces.Client.CreateWorkspaceAsync(new CreateWorkspace("Second", "stranger@example.test"), Ct)
        );
        var made = await workspaces.Client.CreateWorkspaceAsync(new CreateWorkspace("Second", WorkspacesUnderTest.Email), Ct);
        Assert.Contains(
            (await new WorkspacesClient(await workspaces.LogInAsync()).MeAsync(Ct)).Workspaces,
            w => w.Id == made.Id && w.Role == "owner"
        );
    }

    [Fact]
    public async Task Only_who_administers_the_first_workspace_operates_the_installation()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var admin = await workspaces.InviteAsync("ada@example.test", "admin");
        Assert.Equal(HttpStatusCode.OK, (await admin.Http.GetAsync("/api/v1/queues", Ct)).StatusCode);
        var second = await admin.Client.CreateWorkspaceAsync(new CreateWorkspace("Second"), Ct);
        admin.Http.DefaultRequestHeaders.Add("X-Workspace-Id", second.Id);
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.Http.GetAsync("/api/v1/queues", Ct)).StatusCode);
        var key = await admin.Client.CreateKeyAsync(new CreateApiKey("all", [Scopes.Read, Scopes.Admin], null), Ct);
        Assert.DoesNotContain(Scopes.Operate, (await workspaces.HolderAsync(key.SecretKey))!.Scopes);
    }
}
