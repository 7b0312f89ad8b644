using System.Net;
using System.Net.Http.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Web;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Members;

/// <summary>Members come, change and go by the API, as people with sessions and as a key with admin scope.</summary>
public sealed class MemberTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_new_sets_a_password_by_a_link_that_works_once()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var owner = new WorkspacesClient(await workspaces.LogInAsync());
        var added = await owner.AddMemberAsync(new AddMember(" Ada@Example.test ", "developer"), Ct);
        Assert.Equal(("ada@example.test", "developer", false), (added.Member.Email, added.Member.Role, added.Member.HasPassword));
        using var http = TestHttp.Create(workspaces.Host.Address);
        var body = new SetPassword(WorkspacesUnderTest.TokenOf(added), "ada's own password");
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await http.PostAsJsonAsync("/api/v1/login/new-password", body with { Password = "short" }, Ct)).StatusCode
        );
        Assert.Equal(HttpStatusCode.NoContent, (await http.PostAsJsonAsync("/api/v1/login/new-password", body, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsJsonAsync("/api/v1/login/new-password", body, Ct)).StatusCode);
        var me = await new WorkspacesClient(await workspaces.LogInAsync("ada@example.test", "ada's own password")).MeAsync(Ct);
        Assert.Equal((added.Member.UserId, "developer"), (me.UserId, Assert.Single(me.Workspaces).Role));
        // The link of a login and that of a password are not each other's.
        Assert.Equal("/login?error=link", (await http.GetAsync($"/login/link?token={body.Token}", Ct)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_link_into_somebodys_account_is_made_for_nobody_who_has_one()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var owner = new WorkspacesClient(await workspaces.LogInAsync());
        var ada = await workspaces.InviteAsync("ada@example.test", "admin");
        await AssertRefusedAsync(409, "already_member", () => ada.Client.AddMemberAsync(new AddMember("owner@example.test", "viewer"), Ct));
        await AssertRefusedAsync(409, "not_invitable", () => owner.InviteAgainAsync(ada.UserId, Ct));
        // In a workspace of her own too: the owner is known, and keeps the password.
        var second = await ada.Client.CreateWorkspaceAsync(new CreateWorkspace("Ada's"), Ct);
        ada.Http.DefaultRequestHeaders.Add("X-Workspace-Id", second.Id);
        Assert.Null((await ada.Client.AddMemberAsync(new AddMember("owner@example.test", "viewer"), Ct)).InvitationPath);
        // Whoever was invited elsewhere and has set no password yet is not hers to let in either.
        var bob = await owner.AddMemberAsync(new AddMember("bob@example.test", "viewer"), Ct);
        Assert.NotNull(bob.InvitationPath);
        Assert.Null((await ada.Client.AddMemberAsync(new AddMember("bob@example.test", "viewer"), Ct)).InvitationPath);
    }

    [Fact]
    public async Task An_invitation_into_one_workspace_opens_no_other()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var eve = await workspaces.InviteAsync("eve@example.test", "admin");
        var bob = await eve.Client.AddMemberAsync(new AddMember("bob@example.test", "viewer"), Ct);
        Assert.Equal((false, false), (bob.AccountExists, bob.Member.HasPassword));
        using var session = await workspaces.LogInAsync();
        var owner = new WorkspacesClient(session);
        var second = await owner.CreateWorkspaceAsync(new CreateWorkspace("Not Eve's"), Ct);
        session.DefaultRequestHeaders.Add("X-Workspace-Id", second.Id);
        var there = await owner.AddMemberAsync(new AddMember("bob@example.test", "owner"), Ct);
        Assert.Equal((true, null), (there.AccountExists, there.InvitationPath));
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(workspaces, WorkspacesUnderTest.TokenOf(bob)));
        // Nor does it come back to life.
        await owner.RemoveMemberAsync(bob.Member.UserId, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(workspaces, WorkspacesUnderTest.TokenOf(bob)));
        await owner.AddMemberAsync(new AddMember("bob@example.test", "viewer"), Ct);
        var reset = await workspaces.Client.ResetUserAsync(new ResetUser("bob@example.test"), Ct);
        Assert.Equal(HttpStatusCode.NoContent, await UseAsync(workspaces, reset.Link.Split("token=")[1]));
    }

    [Fact]
    public async Task An_invitation_is_no_way_into_a_workspace_that_was_made_for_the_person_meanwhile()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var bob = await workspaces.Client.AddMemberAsync(new AddMember("bob@example.test", "viewer"), Ct);
        await workspaces.Client.CreateWorkspaceAsync(new CreateWorkspace("Bob's", "bob@example.test"), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(workspaces, WorkspacesUnderTest.TokenOf(bob)));
        await workspaces.Client.RemoveMemberAsync(bob.Member.UserId, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(workspaces, WorkspacesUnderTest.TokenOf(bob)));
    }

    [Fact]
    public async Task A_page_behind_the_last_member_is_empty()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var owner = await workspaces.LogInAsync();
        string behind = new Cursor(0, "\U0010FFFF").Encode("members");
        var page = await owner.GetFromJsonAsync<Page<Member>>($"/api/v1/members?cursor={behind}", Ct);
        Assert.Equal((0, null), (page!.Items.Count, page.NextCursor));
    }

    [Fact]
    public async Task The_last_owner_cannot_be_removed_or_made_less()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var owner = new WorkspacesClient(await workspaces.LogInAsync());
        await AssertRefusedAsync(422, "last_owner", () => owner.RemoveMemberAsync("1", Ct));
        await AssertRefusedAsync(422, "last_owner", () => owner.ChangeRoleAsync("1", new ChangeRole("admin"), Ct));
        var second = await workspaces.InviteAsync("ada@example.test", "owner");
        await owner.ChangeRoleAsync("1", new ChangeRole("admin"), Ct);
        await AssertRefusedAsync(422, "last_owner", () => second.Client.RemoveMemberAsync(second.UserId, Ct));
    }

    [Fact]
    public async Task Of_two_owners_who_remove_each_other_at_once_one_stays()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var owner = new WorkspacesClient(await workspaces.LogInAsync());
        var ada = await workspaces.InviteAsync("ada@example.test", "owner");
        var attempts = await Task.WhenAll(Loses(owner.RemoveMemberAsync(ada.UserId, Ct)), Loses(ada.Client.RemoveMemberAsync("1", Ct)));
        Assert.Single(attempts, lost => lost);

        static async Task<bool> Loses(Task removal)
        {
            try
            {
                await removal;
            }
            catch (ApiException e) when (e.Status is 401 or 403 or 422)
            {
                return true;
            }
            return false;
        }
    }

    [Fact]
    public async Task An_admin_makes_no_owner_removes_none_and_does_not_raise_himself()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var admin = await workspaces.InviteAsync("admin@example.test", "admin");
        await AssertRefusedAsync(403, "owners_only", () => admin.Client.AddMemberAsync(new AddMember("eve@example.test", "owner"), Ct));
        await AssertRefusedAsync(403, "owners_only", () => admin.Client.ChangeRoleAsync(admin.UserId, new ChangeRole("owner"), Ct));
        await AssertRefusedAsync(403, "owners_only", () => admin.Client.ChangeRoleAsync("1", new ChangeRole("viewer"), Ct));
        await AssertRefusedAsync(403, "owners_only", () => admin.Client.RemoveMemberAsync("1", Ct));
        // A key is not an owner, whatever its scopes.
        await AssertRefusedAsync(403, "owners_only", () => workspaces.Client.RemoveMemberAsync("1", Ct));
        Assert.Equal("viewer", (await admin.Client.AddMemberAsync(new AddMember("vera@example.test", "viewer"), Ct)).Member.Role);
        Assert.DoesNotContain((await admin.Client.ListMembersAsync(Ct)).Items, m => m.Email == "eve@example.test");
    }

    [Fact]
    public async Task A_changed_role_holds_at_the_next_request()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var ada = await workspaces.InviteAsync("ada@example.test", "admin");
        Assert.NotNull(await ada.Client.ListKeysAsync(Ct));
        await new WorkspacesClient(await workspaces.LogInAsync()).ChangeRoleAsync(ada.UserId, new ChangeRole("viewer"), Ct);
        await AssertRefusedAsync(403, "forbidden", () => ada.Client.ListKeysAsync(Ct));
        Assert.Equal("viewer", Assert.Single((await ada.Client.MeAsync(Ct)).Workspaces).Role);
    }

    [Fact]
    public async Task Who_is_removed_loses_the_workspace_at_once_and_a_key_they_made_goes_on()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var ada = await workspaces.InviteAsync("ada@example.test", "admin");
        var key = await ada.Client.CreateKeyAsync(new CreateApiKey("ada's", [Scopes.Read], null), Ct);
        await new WorkspacesClient(await workspaces.LogInAsync()).RemoveMemberAsync(ada.UserId, Ct);
        await AssertRefusedAsync(401, "unauthorized", () => ada.Client.MeAsync(Ct));
        Assert.NotNull(await workspaces.HolderAsync(key.SecretKey));
        using var http = TestHttp.Create(workspaces.Host.Address);
        using var login = await http.PostAsJsonAsync(
            "/api/v1/login",
            new LoginRequest("ada@example.test", WorkspacesUnderTest.Password),
            Ct
        );
        Assert.Equal(
            (HttpStatusCode.Forbidden, true),
            (login.StatusCode, (await login.Content.ReadAsStringAsync(Ct)).Contains("no_workspace", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("", "viewer", "email")]
    [InlineData("no address", "viewer", "email")]
    [InlineData("a@b@c", "viewer", "email")]
    [InlineData("ada@example.test", "god", "role")]
    [InlineData("ada@example.test", null, "role")]
    public async Task A_bad_address_or_role_is_a_400_that_names_the_field(string email, string? role, string field)
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var bad = await Assert.ThrowsAsync<ApiException>(() => workspaces.Client.AddMemberAsync(new AddMember(email, role), Ct));
        Assert.Equal((400, field), (bad.Status, bad.Errors.Keys.Single()));
    }

    [Fact]
    public async Task What_was_changed_stands_in_the_audit_log_by_name()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var ada = await workspaces.InviteAsync("ada@example.test", "viewer");
        var owner = new WorkspacesClient(await workspaces.LogInAsync());
        await owner.ChangeRoleAsync(ada.UserId, new ChangeRole("annotator"), Ct);
        await owner.RemoveMemberAsync(ada.UserId, Ct);
        string[] wanted = ["member.added", "password.set", "member.role_changed", "member.removed"];
        await Eventually.Async(async () => !wanted.Except((await Log()).Select(e => e.Action)).Any());
        var changed = (await Log()).Single(e => e.Action == "member.role_changed");
        Assert.Equal(("owner", "ada@example.test", "viewer → annotator"), (changed.ActorName, changed.Subject, changed.Detail));

        async Task<IReadOnlyList<Contracts.Messages.AuditEntry>> Log() => (await owner.ListAuditAsync(ct: Ct)).Items;
    }

    private static async Task<HttpStatusCode> UseAsync(WorkspacesUnderTest workspaces, string token)
    {
        using var http = TestHttp.Create(workspaces.Host.Address);
        using var answer = await http.PostAsJsonAsync("/api/v1/login/new-password", new SetPassword(token, "somebody's password"), Ct);
        return answer.StatusCode;
    }

    private static async Task AssertRefusedAsync(int status, string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<ApiException>(call);
        Assert.Equal((status, code), (refused.Status, refused.Code));
    }
}
