using Microsoft.AspNetCore.Builder;

namespace CozeLoop.Platform.Web;

/// <summary>
/// Metadata of a route: how many bytes the body of its requests may have. It holds for callers who may use the route; of others no more
/// than <see cref="Unknown"/> is read. The framework's own attribute would hold before anyone is known.
/// </summary>
public sealed record BodyLimit(long Bytes)
{
    /// <summary>Of a route without this: 1 MiB.</summary>
    public const long Default = 1 << 20;

    /// <summary>
    /// Of a request without a credential, or with a wrong one: 512 KiB, so that with what the server reads ahead less than 1 MiB is read.
    /// Most of what is refused is smaller and read to its end, so that its sender sees the answer.
    /// </summary>
    public const long Unknown = 512 << 10;
}

public static class BodyLimitExtensions
{
    /// <param name="bytes">Of one request's body. More than <see cref="BodyLimit.Unknown"/> only where the route requires a caller.</param>
    public static T WithBodyLimit<T>(this T routes, long bytes)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new BodyLimit(bytes));
}
