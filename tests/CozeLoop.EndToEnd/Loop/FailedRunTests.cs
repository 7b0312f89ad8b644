using System.Text.RegularExpressions;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Studio;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>A model that does not exist: the run ends at its first call, says so wherever one looks, and goes on once it exists.</summary>
public sealed class FailedRunTests
{
    private const string Candidate = "Answer politely.";

    [Fact]
    public async Task It_fails_at_the_first_call_is_in_the_audit_log_and_is_resumed()
    {
        var ct = TestContext.Current.CancellationToken;
        RecordedConversations.File();
        bool exists = false;
        await using var model = await FakeModelServer.StartAsync(request =>
            exists || !request.SystemPrompt.Contains(Candidate, StringComparison.Ordinal)
                ? FakeModelAnswers.Default(request)
                : FakeModelAnswer.Failing(FakeModelFault.ModelNotFound)
        );
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        var replay = await Replays.StartAsync(http, model, Candidate, conversations: 5, concurrency: 2, ct);

        var failed = await Replays.EndedAsync(http, replay.Id, ct);
        Assert.Equal(("failed", "candidate", "model_not_found"), (failed.State, failed.Failure?.Arm, failed.Failure?.Cause));
        Assert.Equal(
            (Replays.Connection, Replays.Model, "The model `fake-model` does not exist."),
            (failed.Failure!.Connection, failed.Failure.Model, failed.Failure.Message)
        );
        Assert.Equal(failed.Failure.Sentence, failed.StateReason);
        Assert.InRange(model.Requests.Count, 1, 5);
        var owner = await product.OwnerAsync(ct);
        await Eventually.Async(async () =>
            (await owner.GetStringAsync("/api/v1/audit?limit=100", ct)).Contains("replay.failed", StringComparison.Ordinal)
        );

        exists = true;
        await new ReplaysClient(http).ResumeAsync(replay.Id, ct);
        var ended = await Replays.EndedAsync(http, replay.Id, ct);
        Assert.Equal(("finished", new Progress(replay.Plan.Calls, 0, replay.Plan.Calls)), (ended.State, ended.Progress));
        Assert.Empty((await new ReplaysClient(http).FindComparisonAsync(replay.Id, ct))!.Failures);
    }

    [Fact]
    public async Task In_the_studio_it_says_why_in_both_languages_and_goes_on_with_a_click()
    {
        var ct = TestContext.Current.CancellationToken;
        RecordedConversations.File();
        bool exists = false;
        await using var browser = await Chromium.StartAsync();
        await using var model = await FakeModelServer.StartAsync(request =>
            !request.SystemPrompt.Contains(Candidate, StringComparison.Ordinal) ? FakeModelAnswers.Default(request)
            : exists ? FakeModelAnswers.Default(request) with { FinishReason = request.Number % 2 == 0 ? "length" : "stop" }
            : FakeModelAnswer.Failing(FakeModelFault.ModelNotFound)
        );
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        var replay = await Replays.StartAsync(http, model, Candidate, conversations: 5, concurrency: 2, ct);
        await Replays.EndedAsync(http, replay.Id, ct);

        await using var chinese = await browser.OpenAsync(product.Address, language: "zh-Hans");
        await chinese.StepAsync("read it in Chinese", () => ReadAsync(chinese, "新版本的模型“fake-model”"));
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("read it", () => ReadAsync(tab, "the model “fake-model” of the new version does not exist"));
        exists = true;
        await tab.StepAsync(
            "let it go on",
            async () =>
            {
                await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
                await Expect(tab.Page.Locator(".failure")).ToContainTextAsync("the answer was cut off");
                await tab.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Missing [0-9]+$") }).ClickAsync();
                await Expect(tab.Page.Locator(".cause").First).ToContainTextAsync("the answer was cut off");
                await tab.PictureAsync("replay-with-failures", 1400);
            }
        );

        async Task ReadAsync(StudioTab reader, string sentence)
        {
            await reader.LogInAsync();
            await reader.GoAsync($"/replays/{replay.Id}");
            await Expect(reader.Page.Locator(".progress [role=alert]")).ToContainTextAsync(sentence);
            await reader.PictureAsync("replay-failed" + (reader == chinese ? "-zh" : ""), 1200);
        }
    }
}
