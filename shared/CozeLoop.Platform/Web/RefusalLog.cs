using CozeLoop.Platform.Starting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Web;

/// <summary>
/// Requests that are told to come again, in the log: a line without a stack, once a second for each kind of exception. A store that is
/// away refuses a thousand requests a second, and some of them come from nobody who is known.
/// </summary>
internal sealed class RefusalLog(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    // By type and not by text: a text may hold a figure that is another each time.
    private readonly Dictionary<Type, (long At, int Untold)> _told = [];
    private readonly Lock _lock = new();

    public void Tell(HttpRequest request, Exception cause)
    {
        if (Take(cause.GetType()) is not { } untold)
            return;
        string why = StartFaults.OneLine(cause.Message);
        if (untold == 0)
            log.LogWarning("{Method} {Path} is told to come again: {Why}", request.Method, request.Path, why);
        else
        {
            log.LogWarning(
                "{Method} {Path} is told to come again, as {Untold} requests before it were: {Why}",
                request.Method,
                request.Path,
                untold,
                why
            );
        }
    }

    /// <summary>How many went untold before this one; null where this one does too.</summary>
    private int? Take(Type cause)
    {
        lock (_lock)
        {
            bool known = _told.TryGetValue(cause, out var last);
            if (known && time.GetElapsedTime(last.At) < Quiet)
            {
                _told[cause] = (last.At, last.Untold + 1);
                return null;
            }
            _told[cause] = (time.GetTimestamp(), 0);
            return last.Untold;
        }
    }
}
