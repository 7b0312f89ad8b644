namespace CozeLoop.Platform.Blobs;

/// <summary>Keys are relative paths of letters, digits, <c>- _ . /</c>, the same in every store. The first part is a
/// <see cref="BlobRetention"/>.</summary>
internal static class BlobKey
{
    private const int MaxLength = 1024,
        MaxPartLength = 200;

    /// <summary>The parts between the slashes.</summary>
    /// <exception cref="ArgumentException">The key is not of the form above, or leads out of the store.</exception>
    public static string[] Parts(string key)
    {
        string[] parts = key.Split('/');
        if (
            key.Length is 0 or > MaxLength
            || parts.Any(part => part.Length is 0 or > MaxPartLength || part.All(c => c == '.') || !part.All(IsAllowed))
        )
        {
            throw new ArgumentException(
                $"'{key}' is no blob key: parts of letters, digits, '-', '_' and '.', separated by '/'.",
                nameof(key)
            );
        }
        return parts;
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
