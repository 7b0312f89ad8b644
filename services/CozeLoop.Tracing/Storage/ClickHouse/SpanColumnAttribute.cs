using CozeLoop.Tracing.Search.Language;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>
/// The property is a column of table <c>spans</c>, and this is all there is to say of it: the writer, the SELECT lists, the fields of the
/// query bar and the long texts are made of these (<see cref="SpanColumns"/>).
/// </summary>
/// <param name="name">As in the migrations.</param>
/// <param name="type">As in the migrations; <c>LowCardinality</c> makes no difference to what is written and read.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpanColumnAttribute(string name, string type) : Attribute
{
    public string Name => name;
    public string Type => type;

    /// <summary>The field's name in the query bar; null where there is none.</summary>
    public string? Search { get; init; }

    /// <summary>How <see cref="Search"/> compares.</summary>
    public FieldKind SearchKind { get; init; } = FieldKind.Word;

    /// <summary>As <see cref="QueryField.IsOutcome"/>.</summary>
    public bool IsOutcome { get; init; }

    /// <summary>Words and quoted texts of a query are looked for in it.</summary>
    public bool HasWords { get; init; }

    /// <summary>A text, or a map of texts, whose length the client decides: a long one becomes a blob, and its beginning stays.</summary>
    public bool IsLong { get; init; }

    /// <summary>A long text that the platform reads as JSON: of one that became a blob nothing stays, because a beginning is
    /// none.</summary>
    public bool IsJson { get; init; }

    /// <summary>How often an answer may hold a long text: as what it is, among the messages, as the attribute it came from.</summary>
    public int Shown { get; init; } = 1;

    /// <summary>What a preview of the span has of it.</summary>
    public InPreview Preview { get; init; } = InPreview.Whole;
}

internal enum InPreview
{
    Whole,
    Beginning,
    Absent,
}
