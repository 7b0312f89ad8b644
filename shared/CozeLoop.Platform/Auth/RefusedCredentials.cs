using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Caching;
using CozeLoop.Platform.Limits;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// How many different wrong credentials one place may send: each is looked up, because a new key works at once, and anyone can invent
/// them by the thousand. Whoever has sent too many must wait with what is not known here; a credential that was verified lately is not
/// touched by it. The same one again is neither looked up nor counted for a minute: an old key in an exporter or an old cookie in a browser
/// is no attack, and must not lock out who else comes from there.
/// </summary>
internal sealed class RefusedCredentials(LocalRateLimits limits, TimeProvider time)
{
    /// <summary>Different ones; ten a second are someone's loop.</summary>
    public const int PerMinute = 600;

    private const int Places = 10_000,
        RememberedOfEach = 64;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ExpiringCache<string, HashSet<UInt128>> _refused = new(time, Places, fresh: Window, stale: TimeSpan.Zero);

    /// <summary>Whether this place sent just this one lately, and it was nobody's.</summary>
    public bool Knows(HttpContext context, VerifyCredential credential)
    {
        if (!_refused.TryGet(Key(context), out var hashes, out _))
            return false;
        var hash = HashOf(credential);
        lock (hashes)
            return hashes.Contains(hash);
    }

    /// <summary>How long this place must wait; null where it may ask.</summary>
    public TimeSpan? Wait(HttpContext context) =>
        limits.Peek(Key(context), PerMinute, Window) is { Granted: false, RetryAfter: var wait } ? wait : null;

    public void Count(HttpContext context, VerifyCredential credential)
    {
        string place = Key(context);
        if (IsNew(place, HashOf(credential)))
            limits.Take(place, PerMinute, Window);
    }

    private bool IsNew(string place, UInt128 hash)
    {
        if (!_refused.TryGet(place, out var hashes, out _))
            _refused.Set(place, hashes = []);
        lock (hashes)
            return hashes.Count < RememberedOfEach ? hashes.Add(hash) : !hashes.Contains(hash);
    }

    private static UInt128 HashOf(VerifyCredential credential) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(credential, Json.Compact)));

    private static string Key(HttpContext context) => $"refused:{ClientAddress.Of(context)}";
}
