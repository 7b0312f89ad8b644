using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CozeLoop.Platform.Web;

/// <summary>
/// Sets the limit of a request's body when it is known who calls, and refuses what is larger in the route's own form. Before this the
/// server's limit holds, <see cref="BodyLimit.Unknown"/>: also for what the server reads and throws away after a refusal.
/// </summary>
internal static class BodyLimitMiddleware
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        long limit = Of(context);
        var server = context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature ? feature : null;
        if (context.Request.ContentLength > limit)
        {
            // What a caller still sends is read and thrown away for the few seconds that the server takes for it: most clients look for an
            // answer only when they have sent everything. Of someone unknown the server throws away no more than its own limit.
            if (IsKnown(context) && server is not null)
                server.MaxRequestBodySize = null;
            await RefuseAsync(context, limit);
            return;
        }
        if (server is not null)
            server.MaxRequestBodySize = limit;
        await next(context);
        // A body without a length shows its size while it is read; who reads it for a handler leaves a status and no words.
        if (WasCut(context))
            await RefuseAsync(context, limit);
    }

    private static long Of(HttpContext context)
    {
        long limit = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? BodyLimit.Default;
        return IsKnown(context) ? limit : Math.Min(limit, BodyLimit.Unknown);
    }

    private static bool IsKnown(HttpContext context) => context.User.Identity is { IsAuthenticated: true };

    private static bool WasCut(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentType is not null)
            return false;
        return response.StatusCode == StatusCodes.Status413PayloadTooLarge;
    }

    private static Task RefuseAsync(HttpContext context, long limit)
    {
        string message = $"The body of this request may have at most {Shown(limit)}.";
        IResult answer = context.GetEndpoint()?.Metadata.GetMetadata<RefusalForm>() is { } form
            ? form(context, StatusCodes.Status413PayloadTooLarge, message)
            : Problem.Of(StatusCodes.Status413PayloadTooLarge, "payload_too_large", message);
        return answer.ExecuteAsync(context);
    }

    private static string Shown(long bytes) =>
        bytes % (1 << 20) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB");
}
