using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CozeLoop.Studio.Tests.Controls;

/// <summary>A page with a list of words, as pages have one: it holds the rows, the table asks for more.</summary>
internal sealed class MoreList : ComponentBase
{
    private LoadState<Page<string>> rows = new();

    [Parameter]
    public LoadState<Page<string>> Of { get; set; } = new();

    [Parameter]
    public Task<LoadState<Page<string>>>? More { get; set; }

    public List<string> Asked { get; } = [];

    public static ComponentParameterCollectionBuilder<DataTable<string>> Fill(
        ComponentParameterCollectionBuilder<DataTable<string>> table,
        LoadState<Page<string>> of
    ) =>
        table
            .Add(t => t.Of, of)
            .Add(t => t.Label, "Words")
            .Add(t => t.Waiting, 3)
            .Add(t => t.Empty, "<b>Nothing</b>")
            .Add(t => t.Columns, Columns);

    protected override void OnParametersSet() => rows = Of;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<DataTable<string>>(0);
        builder.AddComponentParameter(1, "Of", rows);
        builder.AddComponentParameter(
            2,
            "OfChanged",
            EventCallback.Factory.Create<LoadState<Page<string>>>(this, changed => rows = changed)
        );
        builder.AddComponentParameter(3, "Label", "Words");
        builder.AddComponentParameter(4, "Columns", (RenderFragment)Columns);
        builder.AddComponentParameter(5, "More", (Func<string, Task<LoadState<Page<string>>>>)Ask);
        builder.CloseComponent();
    }

    private Task<LoadState<Page<string>>> Ask(string cursor)
    {
        Asked.Add(cursor);
        return More!;
    }

    private static void Columns(RenderTreeBuilder builder)
    {
        builder.OpenComponent<Column<string>>(0);
        builder.AddComponentParameter(1, "Title", "Name");
        builder.AddComponentParameter(2, "Sorted", "descending");
        builder.AddComponentParameter(3, "ChildContent", (RenderFragment<string>)(word => b => b.AddContent(0, word)));
        builder.CloseComponent();
        builder.OpenComponent<Column<string>>(4);
        builder.AddComponentParameter(5, "Title", "Length");
        builder.AddComponentParameter(6, "IsNumber", true);
        builder.AddComponentParameter(7, "Class", "muted");
        builder.AddComponentParameter(8, "Hint", (Func<string, string?>)(word => "of " + word));
        builder.AddComponentParameter(9, "ChildContent", (RenderFragment<string>)(word => b => b.AddContent(0, word.Length)));
        builder.CloseComponent();
    }
}
