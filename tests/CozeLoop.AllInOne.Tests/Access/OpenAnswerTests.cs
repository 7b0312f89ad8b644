using System.Net.Http.Json;
using CozeLoop.Contracts.Api;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Access;

/// <summary>An answer that goes on ends with the key or the session that asked for it.</summary>
public sealed class OpenAnswerTests(TeamProduct product) : IClassFixture<TeamProduct>
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_live_tail_ends_when_its_key_is_revoked()
    {
        using var http = await product.KeyAsync(Scopes.Read);
        await EndsAsync(http, () => product.Owner.RevokeKeyAsync(http.DefaultRequestHeaders.GetValues("X-Test-Public-Key").Single(), Ct));
    }

    [Fact]
    public async Task A_live_tail_ends_when_its_session_is_logged_out()
    {
        using var http = await product.JoinAsync("viewer");
        await EndsAsync(http, () => http.PostAsync("/api/v1/logout", null, Ct));
    }

    [Fact]
    public async Task A_live_tail_ends_when_its_member_is_removed()
    {
        using var http = await product.JoinAsync("developer");
        await EndsAsync(http, () => product.Owner.RemoveMemberAsync(http.DefaultRequestHeaders.GetValues("X-Test-User").Single(), Ct));
    }

    [Fact]
    public async Task A_live_tail_ends_when_the_password_is_changed_by_another_session()
    {
        using var http = await product.JoinAsync("viewer");
        string userId = http.DefaultRequestHeaders.GetValues("X-Test-User").Single();
        var member = (await product.Owner.ListMembersAsync(Ct)).Items.Single(m => m.UserId == userId);
        using var other = await Testing.OwnerSession.LogInAsync(product.Address, member.Email, Testing.RunningProduct.Password, Ct);
        var change = new ChangePassword(Testing.RunningProduct.Password, "another password");
        await EndsAsync(http, () => other.PutAsJsonAsync("/api/v1/me/password", change, Ct));
    }

    /// <summary>Listens, has the credential ended, and hears the answer's end.</summary>
    private static async Task EndsAsync(HttpClient http, Func<Task> end)
    {
        using var answer = await http.GetAsync("/api/v1/traces/events", HttpCompletionOption.ResponseHeadersRead, Ct);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        Assert.Equal("event: traces", await events.ReadLineAsync(Ct));
        await end();
        while (await events.ReadLineAsync(Ct) is not null)
        {
            // what was on its way
        }
    }
}
