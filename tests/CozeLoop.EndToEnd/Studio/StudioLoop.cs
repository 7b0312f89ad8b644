using CozeLoop.EndToEnd.Shapes;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>The product, a test model and a browser with a person logged in who has imported the recorded conversations; and what that
/// person does.</summary>
internal sealed class StudioLoop : IAsyncDisposable
{
    private const string Connection = "test-model",
        Evaluator = "Policy checked",
        EvaluatorKey = "policy-checked";
    private const int Patience = 180_000;

    private readonly FakeModelServer _model;
    private readonly IProduct _product;
    private readonly Chromium _browser;
    private readonly StudioTab _tab;

    private StudioLoop(FakeModelServer model, IProduct product, Chromium browser, StudioTab tab) =>
        (_model, _product, _browser, _tab) = (model, product, browser, tab);

    private IPage Page => _tab.Page;

    /// <summary>Skips the test where Chromium or the recorded conversations are absent.</summary>
    public static async Task<StudioLoop> StartAsync(IShape shape, Func<FakeModelRequest, FakeModelAnswer> answers)
    {
        string? conversations = SharedFolder.Find("data/conversations/airline-support-gpt-4o.jsonl");
        Assert.SkipWhen(conversations is null, "the recorded conversations (shared/data/conversations) are absent");
        var browser = await Chromium.StartAsync();
        var product = await shape.StartAsync(TestContext.Current.CancellationToken);
        var model = await FakeModelServer.StartAsync(answers, product.TestAddress);
        var loop = new StudioLoop(model, product, browser, await browser.OpenAsync(product.Address));
        await loop._tab.StepAsync("log in", loop._tab.LogInAsync);
        await loop._tab.StepAsync("import", () => loop.ImportAsync(conversations));
        await loop._tab.StepAsync("read a conversation", loop.ReadAConversationAsync);
        await loop._tab.StepAsync("connect the model", loop.ConnectAsync);
        return loop;
    }

    /// <summary>Twenty calls with seed 7, each on its recorded history, old prompt against the new one; judged by a text the answer must
    /// contain.</summary>
    public Task ReplayAsync(string systemPrompt, string mustContain) =>
        _tab.StepAsync(
            "replay",
            async () =>
            {
                await _tab.GoAsync("/replays/new?range=all&size=20&seed=7&mode=teacherForced");
                await Next.ClickAsync();
                // The recorded prompt is looked up first, and would replace what was typed before it came.
                await Expect(Page.GetByText("from trace")).ToBeVisibleAsync();
                await CodeField.On(_tab, "System prompt").WriteAsync(systemPrompt);
                await Page.GetByRole(AriaRole.Combobox, new() { Name = "Connection", Exact = true }).SelectOptionAsync(Connection);
                await Page.GetByLabel("Model", new() { Exact = true }).FillAsync("fake-model");
                await Next.ClickAsync();
                await CreateEvaluatorAsync(mustContain);
                await Page.GetByLabel($"Use {Evaluator}").CheckAsync();
                await Expect(Page.GetByLabel($"{Evaluator} decides")).ToBeCheckedAsync();
                await Page.GetByLabel("Calls at once").FillAsync("16");
                await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Policy first");
                await Button("Make the plan").ClickAsync();
                await Expect(Page.GetByRole(AriaRole.Row, new() { Name = "Items" })).ToContainTextAsync("of 100 matching conversations");
                await Expect(Page.GetByRole(AriaRole.Row, new() { Name = "New version runs on" }))
                    .ToContainTextAsync($"fake-model {Connection}");
                await Expect(Page.GetByRole(AriaRole.Row, new() { Name = "Independent groups" })).ToContainTextAsync("16 one per task");
                await Page.Locator("footer .btn.primary", new() { HasText = "Run" }).ClickAsync();
                await Expect(Page.Locator(".progress, .verdict")).ToBeVisibleAsync();
                await Expect(Page.Locator(".verdict")).ToBeVisibleAsync(new() { Timeout = Patience });
            }
        );

    /// <summary>The sentence begins with the verdict, the table repeats it, and no answer is missing.</summary>
    public Task VerdictIsAsync(string verdict) =>
        _tab.StepAsync(
            "read the verdict",
            async () =>
            {
                await _tab.DrawnAsync();
                await Expect(Page.Locator(".verdict .headline")).ToContainTextAsync(verdict);
                await Expect(Page.Locator(".verdict")).ToContainTextAsync("0 missing");
                await Expect(Page.GetByRole(AriaRole.Row, new() { Name = EvaluatorKey })).ToContainTextAsync(verdict.ToLowerInvariant());
                await Page.Locator(".list [data-row]").Nth(1).ClickAsync();
                await Expect(Page.Locator(".answer")).Not.ToHaveCountAsync(0);
            }
        );

    /// <param name="reason">Null where none may be asked for.</param>
    public Task PromoteAsync(string? reason) =>
        _tab.StepAsync(
            "promote",
            async () =>
            {
                await Page.GetByRole(AriaRole.Button, new() { Name = "Promote v2" }).ClickAsync();
                var promote = Page.GetByRole(AriaRole.Button, new() { Name = "Promote to production" });
                if (reason is not null)
                {
                    await Expect(promote).ToBeDisabledAsync();
                    await Page.GetByLabel("Reason").FillAsync(reason);
                }
                await promote.ClickAsync();
                await Expect(Page.Locator(".verdict .tag.better")).ToContainTextAsync("v2 promoted to production");
                await _tab.GoAsync("/prompts");
                await Expect(Page.Locator("tr[data-row]")).ToContainTextAsync("production v2");
            }
        );

    public async ValueTask DisposeAsync()
    {
        await _tab.DisposeAsync();
        await _browser.DisposeAsync();
        await _product.DisposeAsync();
        await _model.DisposeAsync();
    }

    private ILocator Next => Button("Next");

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task ImportAsync(string file)
    {
        await _tab.GoAsync("/traces");
        await Page.Locator(".top [data-opens=import]").ClickAsync();
        await Page.Locator("#import input[type=file]").First.SetInputFilesAsync(file);
        await Page.Locator("#import footer button").ClickAsync();
        var shown = Page.GetByRole(AriaRole.Link, new() { Name = "Show them" });
        await Expect(shown).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(Page.Locator("#import [role=status]")).ToContainTextAsync("100 sessions");
        await shown.ClickAsync();
        await _tab.DrawnAsync();
        await Expect(Page.Locator("tr[data-row]")).Not.ToHaveCountAsync(0);
    }

    private async Task ReadAConversationAsync()
    {
        await _tab.GoAsync("/sessions?range=all");
        await Page.Locator("tr[data-row] a").First.ClickAsync();
        await Expect(Page.Locator(".bubble:visible").First).ToBeVisibleAsync();
        await Expect(Page.Locator(".bubble.user:visible").First).ToBeVisibleAsync();
        await Expect(Page.Locator(".turn").First).ToBeVisibleAsync();
    }

    private async Task ConnectAsync()
    {
        await _tab.GoAsync("/models");
        await Page.Locator("[data-opens=new-connection]").First.ClickAsync();
        var dialog = Page.Locator("#new-connection");
        await dialog.GetByLabel("Name").FillAsync(Connection);
        await dialog.GetByLabel("Base URL").FillAsync(_model.BaseUrl);
        await dialog.GetByLabel("Models").FillAsync("fake-model");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var row = Page.GetByRole(AriaRole.Row, new() { Name = Connection });
        await row.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("works");
    }

    private async Task CreateEvaluatorAsync(string mustContain)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "New evaluator" }).First.ClickAsync();
        var form = Page.Locator(".pane.new");
        await form.GetByLabel("Name").FillAsync(Evaluator);
        await form.GetByLabel("Kind").SelectOptionAsync("contains");
        await form.GetByLabel("Texts, one per line").FillAsync(mustContain);
        await Button("Create").ClickAsync();
    }
}
