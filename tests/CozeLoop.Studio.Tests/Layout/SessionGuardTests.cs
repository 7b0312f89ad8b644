using Bunit;
using Bunit.TestDoubles;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Auth;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Layout;
using CozeLoop.Testing;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Studio.Tests.Layout;

/// <summary>Pages that are open while their session ends, or may do less.</summary>
public sealed class SessionGuardTests
{
    private const string Secret = "what only who is logged in may see";

    [Fact]
    public async Task A_session_that_ends_elsewhere_takes_its_pages_off_the_screen_and_leads_to_the_login()
    {
        using var studio = new StudioContext();
        var page = Open(studio);
        Assert.Contains(Secret, page.Markup, StringComparison.Ordinal);
        studio.Holder.Holder = null;
        await studio.Services.GetRequiredService<CredentialVerifier>().ForgetAsync("user:1");
        page.WaitForAssertion(() => Assert.DoesNotContain(Secret, page.Markup, StringComparison.Ordinal));
        // It navigates after it has drawn.
        await Eventually.Async(() => Navigation(studio).Uri.StartsWith("http://localhost/login?returnUrl=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_of_a_page_whose_session_has_ended_is_not_made()
    {
        using var studio = new StudioContext();
        Open(studio);
        var clients = studio.Services.GetRequiredService<StudioClients>();
        studio.Answers.Give("/api/v1/api-keys", new { key = new { }, secretKey = "sk" });
        studio.Holder.Holder = null;
        await studio.Services.GetRequiredService<CredentialVerifier>().ForgetAsync("user:1");
        var refused = await Assert.ThrowsAsync<ApiException>(() => clients.Workspaces.CreateKeyAsync(new CreateApiKey("late", null, null)));
        Assert.Equal((401, "session_ended"), (refused.Status, refused.Code));
        Assert.Empty(studio.Answers.Asked);
    }

    [Fact]
    public async Task Each_call_of_a_page_is_made_with_the_rights_of_its_moment()
    {
        using var studio = new StudioContext();
        var made = new List<CallerIdentity>();
        studio.Services.AddSingleton<OpenService>(
            (_, caller) =>
            {
                made.Add(caller);
                return new HttpClient(studio.Answers, disposeHandler: false) { BaseAddress = new Uri("http://elsewhere/") };
            }
        );
        studio.Answers.Give("/api/v1/members", new Page<Member>([], null));
        Open(studio);
        var clients = studio.Services.GetRequiredService<StudioClients>();
        await clients.Workspaces.ListMembersAsync();
        studio.Holder.Holder = studio.Holder.Holder! with { Scopes = [Scopes.Read], Role = "viewer" };
        await studio.Services.GetRequiredService<CredentialVerifier>().ForgetAsync("user:1");
        await clients.Workspaces.ListMembersAsync();
        Assert.Equal(["owner", "viewer"], made.Select(caller => caller.Role));
        Assert.False(studio.Services.GetRequiredService<CircuitSession>().May(Scopes.Write));
    }

    [Fact]
    public async Task Who_is_removed_from_the_workspace_and_is_in_another_goes_there()
    {
        using var studio = new StudioContext();
        Open(studio);
        Navigation(studio).NavigateTo("/prompts/support");
        studio.Holder.OnlyElsewhere = true;
        await studio.Services.GetRequiredService<CredentialVerifier>().ForgetAsync("user:1");
        await Eventually.Async(() => Navigation(studio).Uri == "http://localhost/");
    }

    private static BunitNavigationManager Navigation(StudioContext studio) => studio.Services.GetRequiredService<BunitNavigationManager>();

    private static IRenderedComponent<SessionGuard> Open(StudioContext studio)
    {
        studio.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return studio.Render<SessionGuard>(parameters => parameters.AddChildContent($"<p>{Secret}</p>"));
    }
}
