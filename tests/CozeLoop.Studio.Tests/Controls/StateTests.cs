using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Controls;

public class StateTests
{
    [Fact]
    public void Waiting_draws_a_skeleton()
    {
        using var studio = new StudioContext();
        Assert.NotNull(Show(studio, new LoadState<string>()).Find("[role=status] .bone"));
    }

    [Fact]
    public async Task A_refusal_draws_its_words_its_code_an_id_and_a_way_to_try_again()
    {
        using var studio = new StudioContext();
        var failed = await LoadState.OfAsync<string>(() => throw new ApiException(503, "store_away", "The store is away."));
        int tried = 0;
        var shown = studio.Render<LoadStateView<string>>(p =>
            p.Add(l => l.Of, failed).Add(l => l.ChildContent, v => v).Add(l => l.Retry, () => tried++)
        );
        Assert.Contains("The store is away.", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("store_away", shown.Markup, StringComparison.Ordinal);
        Assert.Contains(failed.Failure!.Id, shown.Markup, StringComparison.Ordinal);
        shown.Find("button").Click();
        Assert.Equal(1, tried);
    }

    [Fact]
    public async Task A_refusal_is_worded_in_the_readers_language_and_keeps_its_detail()
    {
        using var studio = new StudioContext("zh-Hans");
        Task<LoadState<string>> Refused(string code, string said) =>
            LoadState.OfAsync<string>(() => throw new ApiException(422, code, said));
        Assert.Equal("没有匹配所选条件的模型调用。", (await Refused("empty_selection", "No recorded model call fits.")).Failure!.Message);
        Assert.Equal("请求无效：At most 4 characters.", (await Refused("invalid_request", "At most 4 characters.")).Failure!.Message);
        Assert.Equal("As it is.", (await Refused("nobody_knows_this", "As it is.")).Failure!.Message);
    }

    [Fact]
    public void Data_is_handed_to_the_page()
    {
        using var studio = new StudioContext();
        Assert.Equal(
            "<b>x</b>",
            studio
                .Render<LoadStateView<string>>(p => p.Add(l => l.Of, LoadState.Of("x")).Add(l => l.ChildContent, v => $"<b>{v}</b>"))
                .Markup
        );
    }

    [Fact]
    public async Task A_bug_is_not_mistaken_for_an_expected_failure() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            LoadState.OfAsync<string>(() => throw new InvalidOperationException("bug"))
        );

    [Fact]
    public void A_diff_tells_old_from_new_by_element()
    {
        using var studio = new StudioContext();
        DiffRun[] runs = [new("same", "I will use "), new("removed", "two"), new("added", "one")];
        var both = studio.Render<DiffText>(p => p.Add(d => d.Runs, runs));
        Assert.Equal(("two", "one"), (both.Find("del").TextContent, both.Find("ins").TextContent));
        Assert.Equal(
            "I will use one",
            studio.Render<DiffText>(p => p.Add(d => d.Runs, runs).Add(d => d.Show, "added")).Find(".diff").TextContent
        );
    }

    [Fact]
    public void A_line_leaves_out_what_was_not_measured()
    {
        Assert.Null(SparkPath.Of([null, null], 100, 30));
        Assert.Equal("M0,15h0", SparkPath.Of([1, null], 100, 30)!.Value.Line);
        Assert.Equal("M0,27h0M100,3h0", SparkPath.Of([0, null, 5], 100, 30)!.Value.Line);
    }

    private static IRenderedComponent<LoadStateView<string>> Show(StudioContext studio, LoadState<string> of) =>
        studio.Render<LoadStateView<string>>(p => p.Add(l => l.Of, of).Add(l => l.ChildContent, v => v));
}
