using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using CozeLoop.Studio.Tests.Texts;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace CozeLoop.Studio.Tests.Controls;

public class DataTableTests
{
    private static readonly Failure Away = new("store_away", "The store is away.", "id1");

    [Fact]
    public void Waiting_failing_empty_and_rows_are_told_apart()
    {
        using var studio = new StudioContext();
        Assert.Equal(3, Show(studio, new()).FindAll(".bone").Count);
        Assert.Contains("store_away", Show(studio, new(null, Away)).Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Nothing", Show(studio, Rows()).Find("b").TextContent);
        Assert.Empty(Show(studio, Rows()).FindAll("table"));
        Assert.Equal(["a", "b"], Names(Show(studio, Rows("a", "b"))));
    }

    [Fact]
    public void The_head_says_what_is_sorted_and_a_card_names_its_cells()
    {
        using var studio = new StudioContext();
        var table = Show(studio, Rows("a"));
        var heads = table.FindAll("th[scope=col]");
        Assert.Equal(["Name", "Length"], heads.Select(h => h.TextContent));
        Assert.Equal(["descending", null], heads.Select(h => h.GetAttribute("aria-sort")));
        Assert.Equal("num", heads[1].ClassName);
        var cells = table.FindAll("tbody td");
        Assert.Equal([null, "Length"], cells.Select(c => c.GetAttribute("data-label")));
        Assert.Equal(("num muted", "of a"), (cells[1].ClassName, cells[1].GetAttribute("title")));
        Assert.Equal("Words", table.Find("table").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_row_that_opens_something_can_be_reached_by_keys_and_others_cannot()
    {
        using var studio = new StudioContext();
        Assert.Equal("0", Show(studio, Rows("a"), opens: true).Find("tr[data-row]").GetAttribute("tabindex"));
        Assert.Empty(Show(studio, Rows("a")).FindAll("tr[data-row], tr[tabindex]"));
    }

    [Fact]
    public void More_rows_come_behind_those_that_came_meanwhile()
    {
        using var studio = new StudioContext();
        var older = new TaskCompletionSource<LoadState<Page<string>>>();
        var list = studio.Render<MoreList>(p => p.Add(l => l.Of, Rows("b").With("next")).Add(l => l.More, older.Task));
        list.Find("footer button").Click();
        Assert.True(list.Find("footer button").HasAttribute("disabled"));
        list.Render(p => p.Add(l => l.Of, Rows("a", "b").With("next")));
        older.SetResult(Rows("c"));
        list.WaitForAssertion(() => Assert.Equal(["a", "b", "c"], Names(list)));
        Assert.Empty(list.FindAll("footer"));
        Assert.Equal(["next"], list.Instance.Asked);
    }

    [Fact]
    public void Rows_of_a_list_that_was_read_anew_meanwhile_are_not_taken()
    {
        using var studio = new StudioContext();
        var older = new TaskCompletionSource<LoadState<Page<string>>>();
        var list = studio.Render<MoreList>(p => p.Add(l => l.Of, Rows("b").With("next")).Add(l => l.More, older.Task));
        list.Find("footer button").Click();
        list.Render(p => p.Add(l => l.Of, Rows("x").With("other")));
        older.SetResult(Rows("c"));
        list.WaitForAssertion(() => Assert.False(list.Find("footer button").HasAttribute("disabled")));
        Assert.Equal(["x"], Names(list));
    }

    [Fact]
    public void More_that_cannot_be_loaded_says_so_and_can_be_asked_for_again()
    {
        using var studio = new StudioContext();
        var list = studio.Render<MoreList>(p =>
            p.Add(l => l.Of, Rows("a").With("next")).Add(l => l.More, Task.FromResult(new LoadState<Page<string>>(null, Away)))
        );
        list.Find("footer button").Click();
        list.WaitForAssertion(() => Assert.Equal("The store is away.", list.Find("[role=alert]").TextContent));
        Assert.Equal(["a"], Names(list));
        list.Find("footer button").Click();
        Assert.Equal(2, list.Instance.Asked.Count);
    }

    /// <summary>What every list has in common stands in one place. A table of facts has no head row.</summary>
    [Fact]
    public void No_page_spells_a_list_itself()
    {
        // Figures whose rows are no items, and the values of a chart for a screen reader.
        string[] own = ["Areas/Replays/MetricsTable.razor", "Controls/Chart.razor"];
        Assert.Equal(
            own,
            StudioSource
                .Files("*.razor")
                .Where(f => !f.EndsWith("DataTable.razor", StringComparison.Ordinal))
                .Where(f => File.ReadAllText(f).Contains("<thead", StringComparison.Ordinal))
                .Select(StudioSource.Relative)
                .Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(StudioSource.Files("*.razor"), f => File.ReadAllText(f).Contains("<tr data-row", StringComparison.Ordinal));
    }

    private static LoadState<Page<string>> Rows(params string[] rows) => LoadState.OfList<string>(rows);

    private static IEnumerable<string> Names<T>(IRenderedComponent<T> table)
        where T : IComponent => table.FindAll("tbody td:first-child").Select(c => c.TextContent.Trim());

    private static IRenderedComponent<DataTable<string>> Show(StudioContext studio, LoadState<Page<string>> of, bool opens = false) =>
        studio.Render<DataTable<string>>(p => MoreList.Fill(p, of).Add(t => t.Opens, opens));
}

internal static class PageStates
{
    public static LoadState<Page<string>> With(this LoadState<Page<string>> state, string cursor) =>
        state.Select(page => page with { NextCursor = cursor });
}
