using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Studio.Areas.Models;
using CozeLoop.Studio.Areas.Prompts;
using CozeLoop.Studio.Areas.Replays;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Layout;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Studio.Tests.Layout;

/// <summary>Who may only read is offered nothing that would be refused.</summary>
public sealed class AllowedTests
{
    [Fact]
    public void A_viewer_finds_no_button_that_makes_a_prompt_a_replay_or_a_connection()
    {
        using var studio = Viewer();
        studio.Answers.Give("/api/v1/prompts", new Page<PromptSummary>([], null));
        studio.Answers.Give("/api/v1/replays", new Page<Replay>([], null));
        studio.Answers.Give("/api/v1/model-connections", new Page<ModelConnection>([], null));
        var prompts = studio.Render<PromptsPage>();
        prompts.WaitForElement(".empty");
        Assert.Empty(prompts.FindAll("[data-opens], a[href^='/replays/new']"));
        var replays = studio.Render<ReplaysPage>();
        replays.WaitForElement(".empty");
        Assert.Empty(replays.FindAll("a[href^='/replays/new']"));
        Assert.Empty(studio.Render<ModelsPage>().FindAll("[data-opens]"));
    }

    [Fact]
    public void A_viewer_at_the_address_of_the_wizard_is_told_who_can_help()
    {
        using var studio = Viewer();
        var page = studio.Render<WizardPage>();
        page.WaitForAssertion(() => Assert.Contains("developer role", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_offered_goes_when_the_role_is_taken()
    {
        using var studio = new StudioContext();
        var offered = studio.Render<Allowed>(p => p.AddChildContent("<button>New</button>"));
        offered.WaitForElement("button");
        studio.Holder.Holder = studio.Holder.Holder! with { Scopes = [Scopes.Read], Role = "viewer" };
        await studio.Services.GetRequiredService<CredentialVerifier>().ForgetAsync("user:1");
        await studio.Services.GetRequiredService<CircuitSession>().VerifyAsync(default);
        offered.WaitForAssertion(() => Assert.Empty(offered.FindAll("button")));
    }

    private static StudioContext Viewer()
    {
        var studio = new StudioContext();
        studio.Holder.Holder = studio.Holder.Holder! with { Scopes = [Scopes.Read], Role = "viewer" };
        return studio;
    }
}
