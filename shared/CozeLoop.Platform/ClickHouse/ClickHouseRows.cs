using System.Text.Json;
using CozeLoop.Contracts;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>Records of an answer in JSONEachRow.</summary>
internal static class ClickHouseRows
{
    public static List<T> Read<T>(byte[] lines)
    {
        var rows = new List<T>();
        foreach (var range in lines.AsSpan().Split((byte)'\n'))
        {
            var line = lines.AsSpan()[range];
            if (!line.IsEmpty)
                rows.Add(JsonSerializer.Deserialize<T>(line, Json.Api)!);
        }
        return rows;
    }
}
