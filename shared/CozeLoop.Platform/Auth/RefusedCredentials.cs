using CozeLoop.Platform.Limits;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// How many wrong credentials one place may send: each is looked up, because a new key works at once, and anybody can invent them by the
/// thousand. Whoever has sent too many must wait with what is not known here; a credential that was verified lately is not touched by it.
/// </summary>
internal sealed class RefusedCredentials(LocalRateLimits limits)
{
    /// <summary>An exporter with an old key sends one a second; ten a second are somebody's loop.</summary>
    public const int PerMinute = 600;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>How long this place must wait; null where it may ask.</summary>
    public TimeSpan? Wait(HttpContext context) =>
        limits.Look(Key(context), PerMinute, Window) is { Granted: false, RetryAfter: var wait } ? wait : null;

    public void Count(HttpContext context) => limits.Take(Key(context), PerMinute, Window);

    private static string Key(HttpContext context) => $"refused:{ClientAddress.Of(context)}";
}
