using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Web;

/// <summary>
/// Every 503 says when to come again, whoever answers it and in whatever form: without it some exporters drop what they hold.
/// </summary>
internal static class RetryAfter
{
    private const string Seconds = "5";

    public static void UseRetryAfter(this IApplicationBuilder app) =>
        app.Use(next =>
            context =>
            {
                context.Response.OnStarting(
                    static state =>
                    {
                        var response = (HttpResponse)state;
                        if (response.StatusCode == StatusCodes.Status503ServiceUnavailable && response.Headers.RetryAfter.Count == 0)
                            response.Headers.RetryAfter = Seconds;
                        return Task.CompletedTask;
                    },
                    context.Response
                );
                return next(context);
            }
        );
}
