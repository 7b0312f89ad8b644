using Bunit;
using CozeLoop.Contracts;
using CozeLoop.Studio.Controls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using Xunit;
using static CozeLoop.Studio.Tests.Make;

namespace CozeLoop.Studio.Tests.Controls;

public class ChartTests
{
    private const string Module = "./lib/chart.js";

    [Fact]
    public void What_is_drawn_is_a_table_too_and_ends_with_the_latest_value()
    {
        using var studio = new StudioContext();
        var (chart, _) = Drawn(studio, Plot(900, null, 1700, null));
        Assert.Equal("Latency. Latest: p95 1.7 s (16:00:00)", chart.Find("caption").TextContent);
        Assert.Equal(["Time", "p95"], chart.FindAll("thead th").Select(c => c.TextContent));
        Assert.Equal(["900 ms", "–", "1.7 s", "–", "v2 in production"], chart.FindAll("td").Select(c => c.TextContent));
    }

    [Fact]
    public void The_browser_gets_round_axes_and_texts_in_the_readers_language_and_zone()
    {
        using var studio = new StudioContext("zh-Hans");
        studio.Services.GetRequiredService<Viewer>().Set(new ViewerWays("Europe/Berlin", ReadsPlain: false));
        var (_, drawing) = Drawn(studio, Plot(900, null, 7300));
        Assert.Equal(["0 ms", "2.0 s", "4.0 s", "6.0 s", "8.0 s"], drawing.Scale.Select(s => s.Text));
        Assert.Equal(["15:00", "15:30", "16:00", "16:30", "17:00", "17:30"], drawing.Times.Select(t => t.Text));
        Assert.Equal((Start.ToUnixMs(), Start.AddHours(3).ToUnixMs()), (drawing.From, drawing.To));
        Assert.Equal(Start.AddMinutes(30).ToUnixMs(), drawing.Slots[0].At);
        Assert.Equal([900, null, 7300], drawing.Series[0].Values);
        Assert.Equal("Latency。最新：p95 7.3 s（17:00:00）", drawing.Label);
    }

    [Fact]
    public void Stacked_bars_are_as_high_as_their_sum()
    {
        var plot = Plot(1, 2, 3) with
        {
            Unit = ChartUnit.Count,
            Series = [new("a", ChartKind.Bars, "worse", [1, 2, 0]), new("b", ChartKind.Bars, "accent", [1, 12, 3])],
        };
        using var studio = new StudioContext();
        Assert.Equal(15, Drawn(studio, plot).Drawing.Scale[^1].At);
    }

    [Theory]
    [InlineData(0.07, "7 %")]
    [InlineData(0.075, "7.5 %")]
    public void A_share_has_decimals_only_where_it_needs_them(double share, string text) => Assert.Equal(text, ChartUnit.Share.Text(share));

    [Fact]
    public void The_same_plot_is_sent_once_and_another_one_again()
    {
        using var studio = new StudioContext();
        var opened = Opened(studio);
        var plot = Plot(1);
        var chart = studio.Render<Chart>(p => p.Add(c => c.Plot, plot).Add(c => c.Label, "Latency"));
        chart.Render(p => p.Add(c => c.Plot, plot).Add(c => c.Label, "Latency"));
        Assert.Empty(opened.Invocations["show"]);
        chart.Render(p => p.Add(c => c.Plot, Plot(2)).Add(c => c.Label, "Latency"));
        Assert.Equal([2], ((ChartDrawing)opened.VerifyInvoke("show").Arguments[0]!).Series[0].Values);
    }

    [Fact]
    public async Task Dragging_asks_for_whole_slots_and_a_click_for_one()
    {
        using var studio = new StudioContext();
        Opened(studio);
        var asked = new List<ChartSlot>();
        var chart = studio.Render<Chart>(p => p.Add(c => c.Plot, Plot(1, 2, 3)).Add(c => c.Label, "Latency").Add(c => c.Zoomed, asked.Add));
        double At(double hours) => Start.AddHours(hours).ToUnixMs();
        await chart.InvokeAsync(() => chart.Instance.ZoomAsync(At(0.9), At(1.2)));
        await chart.InvokeAsync(() => chart.Instance.ZoomAsync(At(2.5), At(2.5)));
        await chart.InvokeAsync(() => chart.Instance.ZoomAsync(At(5), At(6)));
        Assert.Equal([new(Start, Start.AddHours(2)), new(Start.AddHours(2), Start.AddHours(3))], asked);
    }

    [Fact]
    public async Task A_chart_that_goes_is_closed_in_the_browser()
    {
        using var studio = new StudioContext();
        var opened = Opened(studio);
        studio.Render<Chart>(p => p.Add(c => c.Plot, Plot(1)).Add(c => c.Label, "Latency"));
        await studio.DisposeComponentsAsync();
        opened.VerifyInvoke("close");
    }

    [Fact]
    public async Task A_chart_that_goes_before_its_script_is_there_is_never_opened()
    {
        using var studio = new StudioContext();
        var browser = new SlowBrowser();
        studio.Services.AddSingleton<IJSRuntime>(browser);
        studio.Render<Chart>(p => p.Add(c => c.Plot, Plot(1)).Add(c => c.Label, "Latency"));
        await studio.DisposeComponentsAsync();
        browser.Script.SetResult(browser);
        await browser.Disposed.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(["import"], browser.Calls);
    }

    /// <summary>Both the browser and the script that it is still loading.</summary>
    private sealed class SlowBrowser : IJSRuntime, IJSObjectReference
    {
        public TaskCompletionSource<IJSObjectReference> Script { get; } = new();
        public TaskCompletionSource Disposed { get; } = new();
        public List<string> Calls { get; } = [];

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) =>
            InvokeAsync<TValue>(identifier, CancellationToken.None, args);

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
        {
            Calls.Add(identifier);
            return (TValue)await Script.Task;
        }

        public ValueTask DisposeAsync()
        {
            Disposed.SetResult();
            return default;
        }
    }

    private static ChartPlot Plot(params double?[] values) =>
        new()
        {
            Slots = [.. values.Select((_, i) => new ChartSlot(Start.AddHours(i), Start.AddHours(i + 1)))],
            Unit = ChartUnit.Duration,
            Series = [new("p95", ChartKind.Line, "accent", values)],
            Marks = [new(Start, "v2 in production", "better")],
        };

    private static BunitJSModuleInterop Opened(StudioContext studio)
    {
        var opened = studio.JSInterop.SetupModule(Module).SetupModule("open", _ => true);
        opened.SetupVoid("show", _ => true).SetVoidResult();
        opened.SetupVoid("close").SetVoidResult();
        return opened;
    }

    private static (IRenderedComponent<Chart> Chart, ChartDrawing Drawing) Drawn(StudioContext studio, ChartPlot plot)
    {
        Opened(studio);
        var chart = studio.Render<Chart>(p => p.Add(c => c.Plot, plot).Add(c => c.Label, "Latency"));
        return (chart, (ChartDrawing)studio.JSInterop.VerifyInvoke("open").Arguments[1]!);
    }
}
