namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// Builds one block of ClickHouse's Native format column by column (https://clickhouse.com/docs/interfaces/formats/Native).
/// All columns must have the same number of rows. Types are sent as given (<c>String</c>, <c>DateTime64(9)</c>, <c>Map(String, String)</c> …); LowCardinality columns are sent as their plain type.
/// </summary>
public sealed class NativeBlock
{
    public void Strings(string name, IReadOnlyList<ReadOnlyMemory<byte>> utf8) => throw new NotSupportedException();
}
