using System.Reflection;
using System.Text.Json;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>
/// One column of table <c>spans</c>, made once of the property that declares it: typed delegates, so that no span is reflected upon and no
/// value boxed.
/// </summary>
internal sealed class SpanColumn
{
    private const int PreviewLength = 500; // characters
    private const decimal CostScale = 1_000_000_000_000m;

    // The column's range; what a client claims beyond it is not a cost, and stays readable in the attributes.
    private const decimal CostLimit = 900_000m;

    private readonly PropertyInfo property;
    private readonly Action<NativeBlock<SpanRecord>> write;

    public SpanColumn(PropertyInfo property, SpanColumnAttribute declared)
    {
        this.property = property;
        Declared = declared;
        Alias = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        write = Writer();
    }

    public SpanColumnAttribute Declared { get; }
    public string Name => Declared.Name;
    public string Property => property.Name;

    /// <summary>What a SELECT calls it: the property's name in JSON, as which rows come back.</summary>
    public string Alias { get; }
    public bool IsMap => property.PropertyType == typeof(IReadOnlyDictionary<string, string>);

    /// <summary>The column in a SELECT list.</summary>
    public string Select => $"{Expression} AS {Alias}";

    /// <summary>The same in a preview; null where it has none of it.</summary>
    public string? SelectPreview =>
        Declared.Preview switch
        {
            InPreview.Whole => Select,
            InPreview.Beginning => $"leftUTF8({Name}, {PreviewLength}) AS {Alias}",
            _ => null,
        };

    /// <summary>The column as a search compares it: floating, where it is a number.</summary>
    public string Comparable => property.PropertyType == typeof(decimal?) ? $"toFloat64({Name})" : Name;

    public void Write(NativeBlock<SpanRecord> block) => write(block);

    public Func<SpanRecord, T> Getter<T>() => property.GetMethod!.CreateDelegate<Func<SpanRecord, T>>();

    /// <summary>Sets the property of a record that nobody has seen yet: a copy in the making.</summary>
    public Action<SpanRecord, T> Setter<T>() => property.SetMethod!.CreateDelegate<Action<SpanRecord, T>>();

    private string Expression =>
        property.PropertyType == typeof(bool) ? $"toBool({Name})"
        : Declared.Type.StartsWith("DateTime64", StringComparison.Ordinal) ? $"toUnixTimestamp64Nano({Name})"
        : Name;

    private string TypeOfValue =>
        Declared.Type.StartsWith("Nullable(", StringComparison.Ordinal) ? Declared.Type["Nullable(".Length..^1] : Declared.Type;

    private Action<NativeBlock<SpanRecord>> Writer()
    {
        var get = property.GetMethod!.CreateDelegate(typeof(Func<,>).MakeGenericType(typeof(SpanRecord), property.PropertyType));
        return get switch
        {
            Func<SpanRecord, string> text => block => block.Strings(Name, text),
            Func<SpanRecord, bool> flag => block => block.Flags(Name, flag),
            Func<SpanRecord, int> number => block => block.Int32s(Name, number),
            Func<SpanRecord, long> number => block => block.Int64s(Name, TypeOfValue, number),
            Func<SpanRecord, long?> number => block => block.NullableInt64s(Name, TypeOfValue, number),
            Func<SpanRecord, decimal?> usd => block => block.NullableInt64s(Name, TypeOfValue, span => Picodollars(usd(span))),
            Func<SpanRecord, IReadOnlyList<string>> list => block => block.StringArrays(Name, list),
            Func<SpanRecord, IReadOnlyDictionary<string, string>> map => block => block.StringMaps(Name, map),
            _ => throw new InvalidOperationException($"No column can hold {property.Name}, a {property.PropertyType}."),
        };
    }

    private static long? Picodollars(decimal? usd) =>
        usd is { } known && Math.Abs(known) < CostLimit ? (long)decimal.Round(known * CostScale) : null;
}
