using System.Text.Json;
using System.Text.RegularExpressions;
using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Evaluators;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Evaluators;

public class EvaluatorTests
{
    [Theory]
    [InlineData("regex", "pattern,ignoreCase")]
    [InlineData("contains", "texts,any,ignoreCase")]
    [InlineData("exactMatch", "ignoreCase,trim")]
    [InlineData("jsonValid", "requiredFields")]
    [InlineData("toolCall", "ignoreOrder")]
    [InlineData("judge", "messages,connection,model,scale")]
    public void Only_the_settings_of_the_kind_are_written(string kind, string names) =>
        Assert.Equal(
            names.Split(','),
            new EvaluatorForm { Kind = kind }
                .ToConfig()
                .EnumerateObject()
                .Select(p => p.Name)
        );

    [Fact]
    public void A_version_opens_as_the_form_that_made_it()
    {
        var form = new EvaluatorForm
        {
            Kind = "contains",
            Texts = "refund\nvoucher",
            Any = true,
            IgnoreCase = true,
            Trim = false,
        };
        Assert.Equal(form, EvaluatorForm.Of(Version("contains", form.ToConfig())) with { Messages = form.Messages });
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    [InlineData(200, false)]
    public void The_ready_made_pattern_counts_twenty_words(int words, bool passes) =>
        Assert.Equal(
            passes,
            Regex.IsMatch(
                string.Join(" \n", Enumerable.Repeat("word", words)) + ".",
                EvaluatorForm.AtMostTwentyWords,
                RegexOptions.NonBacktracking
            )
        );

    [Fact]
    public void A_new_evaluator_is_created_with_its_first_version_and_leads_back()
    {
        using var studio = new StudioContext();
        studio.Answers.Give("/api/v1/models", new Page<ModelConnection>([], null));
        studio.Answers.Give("/api/v1/evaluators", new Page<EvaluatorSummary>([], null));
        studio.Answers.Refuse("/api/v1/evaluators/at-most-20-words", 404, "evaluator_not_found", "There is none.");
        studio.Answers.Give("/api/v1/evaluators/at-most-20-words/versions", Version("regex", new EvaluatorForm().ToConfig()));
        var navigation = studio.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/evaluators?new=regex&returnUrl=%2Freplays%2Fnew%3Fstep%3D3");
        var page = studio.Render<EvaluatorsPage>();
        page.WaitForElement("input").Input("At most 20 words");
        page.Find(".btn.small").Click();
        page.Find(".btn.primary").Click();
        page.WaitForAssertion(() => Assert.EndsWith("/replays/new?step=3", navigation.Uri, StringComparison.Ordinal));
        Assert.Contains("POST /api/v1/evaluators/at-most-20-words/versions", studio.Answers.Asked);
    }

    private static EvaluatorVersion Version(string kind, JsonElement config) => new(1, kind, config, "", "user:1", StudioContext.Now);
}
