using System.Net;
using System.Net.Http.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Workspaces.Accounts;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Accounts;

public sealed class PasswordTests
{
    private const string Another = "another password";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_is_changed_by_whoever_knows_the_old_one_and_ends_the_other_sessions()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var here = await workspaces.LogInAsync();
        using var there = await workspaces.LogInAsync();
        var me = new WorkspacesClient(here);
        var wrong = await Assert.ThrowsAsync<ApiException>(() => me.ChangePasswordAsync(new ChangePassword("a guess", Another), Ct));
        Assert.Equal((422, "wrong_password"), (wrong.Status, wrong.Code));
        Assert.True((await there.GetAsync("/api/v1/me", Ct)).IsSuccessStatusCode);

        await me.ChangePasswordAsync(new ChangePassword(WorkspacesUnderTest.Password, Another), Ct);

        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/v1/me", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/me", Ct)).StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => workspaces.LogInAsync());
        using var again = await workspaces.LogInAsync(password: Another);
    }

    [Theory]
    [InlineData("seven77")]
    [InlineData("          ")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData(null)]
    public async Task A_weak_password_is_refused_in_words(string? password)
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var http = await workspaces.LogInAsync();
        var weak = await Assert.ThrowsAsync<ApiException>(() =>
            new WorkspacesClient(http).ChangePasswordAsync(new ChangePassword(WorkspacesUnderTest.Password, password), Ct)
        );
        Assert.Equal((400, "newPassword"), (weak.Status, weak.Errors.Keys.Single()));
    }

    [Fact]
    public void A_password_has_8_to_256_characters()
    {
        Assert.Null(PasswordRule.Fault("8 chars!"));
        Assert.Null(PasswordRule.Fault(new string('a', 255) + "b"));
        Assert.Equal("A password has at most 256 characters.", PasswordRule.Fault(new string('a', 256) + "b"));
        Assert.Equal("A password has at least 8 characters.", PasswordRule.Fault("7 chars"));
    }

    [Fact]
    public async Task A_reset_is_a_link_that_sets_another_password_once_and_until_then_the_old_one_holds()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var before = await workspaces.LogInAsync();
        var reset = await workspaces.Client.ResetUserAsync(new ResetUser(" Owner@Example.test "), Ct);
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/api/v1/me", Ct)).StatusCode);
        var body = new SetPassword(reset.Link.Split("token=")[1], Another);
        using var http = TestHttp.Create(workspaces.Host.Address);
        var used = await Task.WhenAll(
            http.PostAsJsonAsync("/api/v1/login/new-password", body, Ct),
            http.PostAsJsonAsync("/api/v1/login/new-password", body, Ct)
        );
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Unauthorized], used.Select(a => a.StatusCode).Order());
        Assert.Equal(HttpStatusCode.Unauthorized, (await before.GetAsync("/api/v1/me", Ct)).StatusCode);
        using var after = await workspaces.LogInAsync(password: Another);
    }

    [Fact]
    public async Task Nobody_resets_a_password_over_the_public_port()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var owner = await workspaces.LogInAsync();
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await owner.PostAsJsonAsync("/internal/users/reset", new ResetUser(WorkspacesUnderTest.Email), Ct)).StatusCode
        );
        Assert.Equal(
            404,
            (
                await Assert.ThrowsAsync<ApiException>(() => workspaces.Client.ResetUserAsync(new ResetUser("nobody@example.test"), Ct))
            ).Status
        );
    }

    [Fact]
    public async Task The_internal_port_resets_no_password_for_a_key_or_a_session()
    {
        int port = FreePort.Next();
        await using var workspaces = await WorkspacesUnderTest.StartAsync(
            ("COZELOOP_INTERNAL_PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture))
        );
        using var owner = await workspaces.LogInAsync();
        using var session = TestHttp.Create(new Uri($"http://127.0.0.1:{port}/"));
        foreach (var (name, values) in owner.DefaultRequestHeaders)
            session.DefaultRequestHeaders.Add(name, values);
        using var key = TestHttp.Create(new Uri($"http://127.0.0.1:{port}/"));
        key.DefaultRequestHeaders.Authorization = new("Bearer", WorkspacesUnderTest.SecretKey);
        foreach (var http in (HttpClient[])[session, key])
        {
            using var refused = await http.PostAsJsonAsync("/internal/users/reset", new ResetUser(WorkspacesUnderTest.Email), Ct);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
        Assert.NotEmpty((await workspaces.Client.ResetUserAsync(new ResetUser(WorkspacesUnderTest.Email), Ct)).Link);
    }

    [Fact]
    public async Task One_session_can_be_ended_by_another_and_is_then_nobodys()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var here = await workspaces.LogInAsync();
        using var there = await workspaces.LogInAsync();
        using var third = await workspaces.LogInAsync();
        var me = new WorkspacesClient(here);
        var sessions = (await me.ListSessionsAsync(Ct)).Items;
        Assert.Equal(3, sessions.Count);
        Assert.Single(sessions, s => s.IsCurrent);
        string others = (await new WorkspacesClient(there).ListSessionsAsync(Ct)).Items.Single(s => s.IsCurrent).Id;
        await me.EndSessionAsync(others, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/me", Ct)).StatusCode);
        Assert.Equal(404, (await Assert.ThrowsAsync<ApiException>(() => me.EndSessionAsync(others, Ct))).Status);
        await me.EndOtherSessionsAsync(Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, (await third.GetAsync("/api/v1/me", Ct)).StatusCode);
        Assert.Single((await me.ListSessionsAsync(Ct)).Items);
    }
}
