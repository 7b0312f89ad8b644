using CozeLoop.Platform.Blobs.S3;

namespace CozeLoop.AllInOne.Cli;

/// <summary>The blob store in the doctor's report.</summary>
internal static class BlobFindings
{
    private const string Variable = "ConnectionStrings__Blobs";

    /// <summary>Nothing where blobs lie in a folder.</summary>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(Terminal terminal, CancellationToken ct) =>
        terminal.Variable(Variable) is { Length: > 0 } address ? [.. (await S3Doctor.CheckAsync(address, ct)).Select(Line)] : [];

    private static Finding Line(BlobFinding found) =>
        new(
            $"blobs {found.Subject}",
            found.Fault == BlobFault.None,
            found.Fault == BlobFault.None ? found.Detail : Texts.Of($"doctor.blobs.{found.Fault}", found.Detail)
        );
}
