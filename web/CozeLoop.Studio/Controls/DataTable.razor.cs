using CozeLoop.Contracts.Api;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Controls;

public partial class DataTable<TItem>
{
    private readonly List<Column<TItem>> _columns = [];
    private Failure? _failure;
    private bool _isLoading;

    [Parameter, EditorRequired]
    public required LoadState<Page<TItem>> Of { get; set; }

    /// <summary>With the rows that were loaded more.</summary>
    [Parameter]
    public EventCallback<LoadState<Page<TItem>>> OfChanged { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment Columns { get; set; }

    /// <summary>What tells a row from the others, so that it is moved and not drawn anew; null where no two differ for certain.</summary>
    [Parameter]
    public Func<TItem, object>? Key { get; set; }

    /// <summary>What the list is of, for those who do not see it.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Whether a row opens something: its first link is where it leads.</summary>
    [Parameter]
    public bool Opens { get; set; }

    /// <summary>Null turns rows into cards where the table does not fit; otherwise it scrolls sideways below this width.</summary>
    [Parameter]
    public string? MinWidth { get; set; }

    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>Over the rows, where there are any.</summary>
    [Parameter]
    public RenderFragment? Above { get; set; }

    /// <summary>A line under a row; null for none.</summary>
    [Parameter]
    public Func<TItem, RenderFragment?>? Below { get; set; }

    /// <summary>The page behind a cursor. Null where the list has one page.</summary>
    [Parameter]
    public Func<string, Task<LoadState<Page<TItem>>>>? More { get; set; }

    [Parameter]
    public EventCallback Retry { get; set; }

    /// <summary>Rows of the skeleton.</summary>
    [Parameter]
    public int Waiting { get; set; } = 8;

    internal void Add(Column<TItem> column) => _columns.Add(column);

    private static string? Width(string? width) => width is null ? null : $"width:{width}";

    private async Task LoadMoreAsync(string cursor)
    {
        if (_isLoading)
            return;
        (_isLoading, _failure) = (true, null);
        try
        {
            var more = await More!(cursor);
            _failure = more.Failure;
            // Rows that came meanwhile stay; a list that was read anew goes on from another place.
            if (more.Value is { } next && Of.Value is { } shown && shown.NextCursor == cursor)
                await OfChanged.InvokeAsync(LoadState.Of(next with { Items = [.. shown.Items, .. next.Items] }));
        }
        finally
        {
            _isLoading = false;
        }
    }
}
