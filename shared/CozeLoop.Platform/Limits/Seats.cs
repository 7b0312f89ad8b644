using System.Globalization;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Platform.Limits;

/// <summary>
/// Long-lived connections: a limited number in this process, of which one workspace, and one key or person, may hold only a part, so that
/// no one takes what everyone needs.
/// </summary>
/// <param name="total">In this process.</param>
/// <param name="ofWorkspace">Of one workspace; less than <paramref name="total"/>.</param>
/// <param name="ofActor">Of one key or person in a workspace.</param>
/// <param name="what">What they are, as the refusal names them: "connections that follow traces".</param>
public class Seats(int total, int ofWorkspace, int ofActor, string what)
{
    private const int RetrySeconds = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _held = [];
    private int _all;

    /// <summary>Takes a seat until the request ends. Null where one was free; else 429 for the caller's own part, 503 for all.</summary>
    public ProblemHttpResult? TakeFor(HttpContext http)
    {
        var caller = http.Caller();
        string workspace = caller.WorkspaceId.ToString(CultureInfo.InvariantCulture),
            actor = $"{workspace} {caller.Actor}";
        lock (_lock)
        {
            if (_held.GetValueOrDefault(actor) >= ofActor)
                return Refused(http, 429, "This key or person", ofActor);
            if (_held.GetValueOrDefault(workspace) >= ofWorkspace)
                return Refused(http, 429, "This workspace", ofWorkspace);
            if (_all >= total)
                return Refused(http, 503, "This server", total);
            Change(workspace, actor, 1);
        }
        http.Response.RegisterForDispose(new Seat(this, workspace, actor));
        return null;
    }

    private ProblemHttpResult Refused(HttpContext http, int status, string who, int most)
    {
        http.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        string why = $"{who} has {most} {what} open, which is as many as it may.";
        return Problem.Of(status, "too_many_connections", $"{why} Close one, or try again in {RetrySeconds} s.");
    }

    private void Change(string workspace, string actor, int by)
    {
        _all += by;
        foreach (string holder in (string[])[workspace, actor])
        {
            int held = _held.GetValueOrDefault(holder) + by;
            if (held == 0)
                _held.Remove(holder);
            else
                _held[holder] = held;
        }
    }

    private sealed class Seat(Seats seats, string workspace, string actor) : IDisposable
    {
        public void Dispose()
        {
            lock (seats._lock)
                seats.Change(workspace, actor, -1);
        }
    }
}
