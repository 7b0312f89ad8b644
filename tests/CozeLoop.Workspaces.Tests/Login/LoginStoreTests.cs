using CozeLoop.Contracts.Api;
using CozeLoop.Testing;
using CozeLoop.Workspaces.Login;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Login;

public sealed class LoginStoreTests
{
    [Fact]
    public async Task A_password_opens_a_session_that_ends_when_it_is_ended()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var session = await Logins(workspaces).WithPasswordAsync(" Owner@Example.test ", WorkspacesUnderTest.Password, default);
        var holder = await workspaces.Client.VerifyAsync(new VerifyCredential(null, null, session!.Token, null));
        Assert.Equal((ServiceHost.WorkspaceId, "owner", "user:1"), (holder!.WorkspaceId, holder.Role, holder.Actor));
        await Logins(workspaces).EndAsync(session.Token, default);
        Assert.Null(await workspaces.Client.VerifyAsync(new VerifyCredential(null, null, session.Token, null)));
    }

    [Theory]
    [InlineData("owner@example.test", "another password")]
    [InlineData("owner@example.test", "")]
    [InlineData("nobody@example.test", "nobody")]
    public async Task Another_password_or_address_opens_none(string email, string password)
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        Assert.Null(await Logins(workspaces).WithPasswordAsync(email, password, default));
    }

    [Fact]
    public async Task A_link_works_once()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        string token = await Logins(workspaces).CreateLinkAsync(1, default);
        Assert.NotNull(await Logins(workspaces).WithLinkAsync(token, default));
        Assert.Null(await Logins(workspaces).WithLinkAsync(token, default));
    }

    [Fact]
    public async Task A_session_of_a_person_is_none_in_a_workspace_they_are_not_in()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var session = await Logins(workspaces).WithPasswordAsync(WorkspacesUnderTest.Email, WorkspacesUnderTest.Password, default);
        Assert.Null(await workspaces.Client.VerifyAsync(new VerifyCredential(null, null, session!.Token, 43)));
    }

    private static LoginStore Logins(WorkspacesUnderTest workspaces) => workspaces.Host.Services.GetRequiredService<LoginStore>();
}
