namespace CozeLoop.Studio.Controls;

/// <summary>What a chart shows: series over parts of time in one unit, and moments that are marked.</summary>
public sealed record ChartPlot
{
    /// <summary>In order, one after another, at least one.</summary>
    public required IReadOnlyList<ChartSlot> Slots { get; init; }
    public required ChartUnit Unit { get; init; }

    /// <summary>Bars are stacked on each other in this order, from the bottom.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>False where it is a picture of a few lines' height: what its edges are then stands in words beside it.</summary>
    public bool HasAxes { get; init; } = true;
}

/// <param name="To">Exclusive.</param>
public sealed record ChartSlot(DateTimeOffset From, DateTimeOffset To);

/// <param name="Tone">The colour's name among the tokens, without dashes: <c>accent</c>.</param>
/// <param name="Values">One a slot; null where nothing was measured: there a line ends.</param>
public sealed record ChartSeries(string Name, ChartKind Kind, string Tone, IReadOnlyList<double?> Values);

public enum ChartKind
{
    Line,
    Bars,
}

/// <param name="Tone">As of a series.</param>
public sealed record ChartMark(DateTimeOffset Time, string Text, string Tone);
