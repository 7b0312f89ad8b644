using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// Signed tokens between services: <c>svc.PAYLOAD.MAC</c>, HMAC-SHA-256 over the payload (workspace, actor, scopes, expiry). Valid for
/// minutes and only on the internal listener. The key is derived from the master key, which services of one installation share.
/// </summary>
public sealed class ServiceToken(MasterKey master, TimeProvider time)
{
    public const string Prefix = "svc.";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly byte[] _key = master.Derive("service-token");

    private sealed record Payload(long Workspace, string Actor, IReadOnlyList<string> Scopes, long Expires, string? Session = null);

    /// <param name="sessionId">Names the person's session, where one calls.</param>
    public string Issue(long workspaceId, string actor, IReadOnlyList<string> scopes, string? sessionId = null)
    {
        var payload = new Payload(workspaceId, actor, scopes, time.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds(), sessionId);
        string body = Base64Url(JsonSerializer.SerializeToUtf8Bytes(payload, Json.Compact));
        return $"{Prefix}{body}.{Base64Url(Sign(body))}";
    }

    /// <summary>Null when the token is malformed, forged or expired.</summary>
    public CallerIdentity? Read(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3 || !token.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Base64Url(Sign(parts[1]))), Encoding.ASCII.GetBytes(parts[2])))
            return null;
        var payload = JsonSerializer.Deserialize<Payload>(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]), Json.Compact)!;
        if (payload.Expires < time.GetUtcNow().ToUnixTimeSeconds())
            return null;
        return new CallerIdentity(payload.Workspace, payload.Actor, payload.Scopes, Role: null, Name: null) { SessionId = payload.Session };
    }

    private byte[] Sign(string body) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(body));

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
