using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Controls;

/// <summary>A column of a <see cref="DataTable{TItem}"/>: draws nothing itself, the table asks it. Columns neither come nor go while the
/// table is shown.</summary>
public sealed class Column<TItem> : ComponentBase
{
    [CascadingParameter]
    public required DataTable<TItem> Table { get; set; }

    /// <summary>Its head, and the label of its cells where rows are cards; null has none.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>Numbers stand at the right, below each other.</summary>
    [Parameter]
    public bool IsNumber { get; set; }

    /// <summary>Of its cells.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>In a table that does not turn into cards, such as <c>104px</c>; null shares what is left.</summary>
    [Parameter]
    public string? Width { get; set; }

    /// <summary>More about a cell, shown by pointing at it.</summary>
    [Parameter]
    public Func<TItem, string?>? Hint { get; set; }

    /// <summary><c>ascending | descending</c> on the column that the rows are in the order of.</summary>
    [Parameter]
    public string? Sorted { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment<TItem> ChildContent { get; set; }

    internal string? CellClass => IsNumber ? $"num {Class}".TrimEnd() : Class;

    protected override void OnInitialized() => Table.Add(this);
}
