using System.Security.Claims;
using CozeLoop.Contracts.Api;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Auth;

/// <summary>Who makes a request, and in which workspace; every query and write is bounded by it.</summary>
public sealed record Caller(long WorkspaceId, string Actor, IReadOnlyList<string> Scopes)
{
    public const string WorkspaceClaim = "workspace",
        ActorClaim = "actor",
        ScopeClaim = "scope",
        SessionClaim = "session",
        RoleClaim = "role";

    /// <summary>Only a service's token gives it: keys and sessions reach the internal port too, where it is a port.</summary>
    internal const string ServiceClaim = "service";

    /// <summary>Names the session of a person who calls from the studio; null for a key or a service.</summary>
    public string? SessionId { get; init; }

    /// <summary>Null where no person calls, but a key or a service.</summary>
    public long? UserId =>
        Actor.StartsWith("user:", StringComparison.Ordinal)
        && long.TryParse(Actor.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture, out long id)
            ? id
            : null;

    internal static ClaimsPrincipal ToPrincipal(CallerIdentity identity, string scheme, bool isService = false)
    {
        var claims = new List<Claim>
        {
            new(WorkspaceClaim, identity.WorkspaceId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new(ActorClaim, identity.Actor),
        };
        // Anti-forgery tokens are bound to it, and without it to every claim: no form of an open page would outlive a change of role.
        claims.Add(new(ClaimTypes.NameIdentifier, identity.SessionId ?? identity.Actor));
        if (isService)
            claims.Add(new(ServiceClaim, "true"));
        claims.AddRange(identity.Scopes.Select(s => new Claim(ScopeClaim, s)));
        if (identity.SessionId is { } session)
            claims.Add(new(SessionClaim, session));
        if (identity.Role is { } role)
            claims.Add(new(RoleClaim, role));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }
}

public static class CallerExtensions
{
    /// <summary>The authenticated caller. Only behind <c>RequireScope</c>.</summary>
    /// <exception cref="InvalidOperationException">The route lacks <c>RequireScope</c>.</exception>
    public static Caller Caller(this HttpContext context)
    {
        var user = context.User;
        string? workspace = user.FindFirstValue(Auth.Caller.WorkspaceClaim);
        if (workspace is null)
            throw new InvalidOperationException("The route has no RequireScope, so there is no caller.");
        return new Caller(
            long.Parse(workspace, System.Globalization.CultureInfo.InvariantCulture),
            user.FindFirstValue(Auth.Caller.ActorClaim)!,
            [.. user.FindAll(Auth.Caller.ScopeClaim).Select(c => c.Value)]
        )
        {
            SessionId = user.FindFirstValue(Auth.Caller.SessionClaim),
        };
    }
}
