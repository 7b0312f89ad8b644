using Bunit;
using CozeLoop.Studio.Areas.Evaluators;
using CozeLoop.Studio.Areas.Models;
using CozeLoop.Studio.Areas.Overview;
using CozeLoop.Studio.Areas.Prompts;
using CozeLoop.Studio.Areas.Replays;
using CozeLoop.Studio.Areas.Sessions;
using CozeLoop.Studio.Areas.Settings;
using CozeLoop.Studio.Areas.Traces;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas;

/// <summary>The error state of every page: the service behind it cannot be reached.</summary>
public class UnreachableTests
{
    public static IEnumerable<TheoryDataRow<Type, string?>> Pages =>
        [
            new(typeof(OverviewPage), null),
            new(typeof(TraceListPage), null),
            new(typeof(TracePage), nameof(TracePage.TraceId)),
            new(typeof(SessionListPage), null),
            new(typeof(SessionPage), nameof(SessionPage.SessionId)),
            new(typeof(PromptsPage), null),
            new(typeof(PromptPage), nameof(PromptPage.Key)),
            new(typeof(EvaluatorsPage), null),
            new(typeof(EvaluatorPage), nameof(EvaluatorPage.Key)),
            new(typeof(ModelsPage), null),
            new(typeof(ReplaysPage), null),
            new(typeof(ReplayPage), nameof(ReplayPage.Id)),
            new(typeof(SettingsPage), null),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_whose_service_is_away_says_so_and_can_try_again(Type page, string? parameter)
    {
        using var studio = new StudioContext();
        studio.Answers.IsAway = true;
        var shown = studio.Render(builder =>
        {
            builder.OpenComponent(0, page);
            if (parameter is not null)
                builder.AddComponentParameter(1, parameter, "x");
            builder.CloseComponent();
        });
        string error = shown.WaitForElement("[role=alert]").TextContent;
        Assert.Contains("Nobody listens.", error, StringComparison.Ordinal);
        Assert.Contains("unreachable", error, StringComparison.Ordinal);
        int asked = studio.Answers.Asked.Count;
        shown.Find("[role=alert] button").Click();
        shown.WaitForAssertion(() => Assert.True(studio.Answers.Asked.Count > asked));
    }
}
