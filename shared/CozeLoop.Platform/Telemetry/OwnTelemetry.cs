using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Telemetry;

/// <summary>Refuses what this installation tells of itself, which came back to it: each export would make the next.</summary>
internal sealed partial class OwnTelemetry(RequestDelegate next, MasterKey master, ILogger<OwnTelemetry> log)
{
    private readonly string _mark = SelfObservation.Mark(master);
    private int _isTold;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers[SelfObservation.Header] != _mark)
        {
            await next(context);
            return;
        }
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
            Told(log, context.Request.Path);
        const string why = "This is the telemetry of this installation itself: OTEL_EXPORTER_OTLP_ENDPOINT names it.";
        IResult answer = context.GetEndpoint()?.Metadata.GetMetadata<RefusalForm>() is { } form
            ? form(context, StatusCodes.Status400BadRequest, why)
            : Problem.Of(StatusCodes.Status400BadRequest, "own_telemetry", why);
        await answer.ExecuteAsync(context);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "OTEL_EXPORTER_OTLP_ENDPOINT names this installation itself ({Path}): its own telemetry is refused. Name another place."
    )]
    private static partial void Told(ILogger log, PathString path);
}
