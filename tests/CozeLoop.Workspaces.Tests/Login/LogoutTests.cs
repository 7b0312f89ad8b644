using System.Net;
using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Login;

/// <summary>No other site logs a person out, or in.</summary>
public sealed class LogoutTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/logout", null)]
    [InlineData("/api/v1/logout", "returnUrl=/")]
    [InlineData("/logout", null)]
    [InlineData("/logout", "returnUrl=/")]
    [InlineData("/logout", "__RequestVerificationToken=forged")]
    public async Task Logging_out_needs_the_anti_forgery_token(string path, string? form)
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var owner = await workspaces.LogInAsync();
        string token = owner.DefaultRequestHeaders.GetValues("X-Antiforgery-Token").Single();
        owner.DefaultRequestHeaders.Remove("X-Antiforgery-Token");
        using var content = form is null ? null : new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");
        using var refused = await owner.PostAsync(path, content, Ct);
        Assert.True(refused.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{(int)refused.StatusCode}");
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/api/v1/me", Ct)).StatusCode);

        owner.DefaultRequestHeaders.Add("X-Antiforgery-Token", token);
        Assert.Equal(HttpStatusCode.NoContent, (await owner.PostAsync("/api/v1/logout", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await owner.GetAsync("/api/v1/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_form_of_a_page_that_was_opened_before_the_role_changed_logs_out()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync(routes =>
            routes.MapGet("/page", (IAntiforgery forms, HttpContext http) => forms.GetAndStoreTokens(http).RequestToken)
        );
        var ada = await workspaces.InviteAsync("ada@example.test", "developer");
        using var page = await ada.Http.GetAsync("/page", Ct);
        var form = new Dictionary<string, string> { ["__RequestVerificationToken"] = await page.Content.ReadAsStringAsync(Ct) };
        string cookies = ada.Http.DefaultRequestHeaders.GetValues("Cookie").Single();
        ada.Http.DefaultRequestHeaders.Remove("Cookie");
        ada.Http.DefaultRequestHeaders.Add("Cookie", $"{cookies}; {page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]}");
        var owner = new WorkspacesClient(await workspaces.LogInAsync());
        await owner.ChangeRoleAsync(ada.UserId, new ChangeRole("viewer"), Ct);
        using var content = new FormUrlEncodedContent(form);
        using var left = await ada.Http.PostAsync("/logout", content, Ct);
        Assert.Equal((HttpStatusCode.Redirect, "/login"), (left.StatusCode, left.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.Unauthorized, (await ada.Http.GetAsync("/api/v1/me", Ct)).StatusCode);
    }

    /// <summary>
    /// What a page of another site can send without being asked for leave is not JSON; its forms lead back to the login page.
    /// </summary>
    [Theory]
    [InlineData("/api/v1/login", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/v1/login/new-password", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/login/password", "application/x-www-form-urlencoded", HttpStatusCode.Found)]
    [InlineData("/login/password", null, HttpStatusCode.Found)]
    [InlineData("/login/new-password", "application/x-www-form-urlencoded", HttpStatusCode.BadRequest)]
    public async Task Another_site_cannot_log_a_person_in_as_somebody_else(string path, string? type, HttpStatusCode expected)
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var http = TestHttp.Create(workspaces.Host.Address);
        string body = type is "text/plain"
            ? $$"""{"email":"{{WorkspacesUnderTest.Email}}","password":"{{WorkspacesUnderTest.Password}}"}"""
            : "email=a&password=b";
        using var content = type is null ? null : new StringContent(body, Encoding.UTF8, type);
        using var answer = await http.PostAsync(path, content, Ct);
        Assert.Equal((expected, false), (answer.StatusCode, answer.Headers.Contains("Set-Cookie")));
    }

    [Fact]
    public async Task Behind_https_the_cookies_are_for_https_only_and_unreadable_and_of_this_site()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var http = TestHttp.Create(workspaces.Host.Address);
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var login = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            http,
            "/api/v1/login",
            new LoginRequest(WorkspacesUnderTest.Email, WorkspacesUnderTest.Password),
            Ct
        );
        string session = login.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("cozeloop_session=", StringComparison.Ordinal));
        Assert.All(
            (string[])["secure", "httponly", "samesite=lax"],
            flag => Assert.Contains(flag, session, StringComparison.OrdinalIgnoreCase)
        );
    }
}
