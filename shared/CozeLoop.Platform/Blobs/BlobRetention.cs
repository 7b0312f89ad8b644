namespace CozeLoop.Platform.Blobs;

/// <summary>How long blobs live. It is the first part of their keys, because a bucket expires objects by prefix; a folder does the same by
/// itself.</summary>
/// <param name="Prefix">First part of the key.</param>
/// <param name="Days">Since the last put; null keeps until it is deleted.</param>
public sealed record BlobRetention(string Prefix, int? Days)
{
    public static BlobRetention Keep { get; } = new("keep", null);

    /// <summary>All there are: rules are set for each, whoever uses it.</summary>
    public static IReadOnlyList<BlobRetention> All { get; } = [Keep, new("7d", 7), new("30d", 30), new("90d", 90), new("365d", 365)];

    /// <summary>By its prefix; null for none of <see cref="All"/>.</summary>
    public static BlobRetention? Find(string prefix) => All.FirstOrDefault(r => r.Prefix == prefix);
}
