using System.Globalization;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>Values of one query, bound by the engine (<c>{name:Type}</c>): no value is ever part of the SQL text.</summary>
internal sealed class SqlParameters
{
    private readonly Dictionary<string, object?> values = [];

    public IReadOnlyDictionary<string, object?> Values => values;

    /// <summary>Binds a value and returns its placeholder.</summary>
    /// <param name="type">ClickHouse type: <c>String</c>, <c>Int64</c>, <c>Float64</c>, <c>Array(String)</c>.</param>
    public string Add(object value, string type)
    {
        string name = "p" + values.Count.ToString(CultureInfo.InvariantCulture);
        values.Add(name, value);
        return $"{{{name}:{type}}}";
    }

    public string Text(string value) => Add(value, "String");

    public string Texts(IReadOnlyList<string> values) => Add(values, "Array(String)");

    /// <summary>Nanoseconds since 1970 as the engine's time.</summary>
    public string Time(long unixNano) => $"fromUnixTimestamp64Nano({Add(unixNano, "Int64")})";
}
