using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CozeLoop.Platform.Blobs;

namespace CozeLoop.Tracing.LongFields;

/// <summary>
/// Where long texts lie: <c>RETENTION/spans/WORKSPACE/TRACE/CONTENT</c>, the last two as SHA-256. A key follows from what it holds, so a
/// redelivered span writes the same blobs again and leaves none behind, and a text that several spans of a trace repeat is kept once.
/// </summary>
internal static class LongFieldKeys
{
    public static string Of(string retention, long workspaceId, string traceId, ReadOnlySpan<byte> content) =>
        $"{Folder(retention, workspaceId, traceId)}/{Convert.ToHexStringLower(SHA256.HashData(content))}";

    /// <summary>Everything that any setting ever kept of a trace.</summary>
    public static IEnumerable<string> Folders(long workspaceId, string traceId) =>
        BlobRetention.All.Select(r => Folder(r.Prefix, workspaceId, traceId));

    private static string Folder(string retention, long workspaceId, string traceId) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{retention}/spans/{workspaceId}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(traceId)))}"
        );
}
