using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// The one authentication scheme: <c>Bearer svc…</c> between services, <c>Bearer sk-…</c>, <c>Basic pk:sk</c> (both parts must match), or
/// the studio's session cookie. A cookie alone may read; a write with it must also carry the anti-forgery header.
/// </summary>
internal sealed class PlatformAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    CredentialVerifier verifier,
    RefusedCredentials refused,
    ServiceToken tokens
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "CozeLoop";

    private TimeSpan? _wait; // where this credential was not looked up, because too many wrong ones came from the same place
    private bool _isElsewhere; // the session is somebody's, but not in the workspace that the request names

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is [{ Length: > 0 } header, ..])
            return await FromHeaderAsync(header);
        if (Request.Cookies[SessionCookie.Name] is { Length: > 0 } session)
            return await FromCookieAsync(session);
        return AuthenticateResult.NoResult();
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_isElsewhere)
        {
            await RefuseAsync(404, "workspace_not_found", "You are not in a workspace with this id.");
            return;
        }
        // Before the way to the login: whoever comes from there would be sent back to it.
        if (_wait is { } wait)
        {
            string seconds = Math.Ceiling(wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Response.Headers.RetryAfter = seconds;
            await RefuseAsync(429, "rate_limited", $"Too many wrong credentials were sent from this address. Try again in {seconds} s.");
            return;
        }
        if (HttpMethods.IsGet(Request.Method) && Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            Response.Redirect("/login?returnUrl=" + Uri.EscapeDataString(Request.PathBase + Request.Path + Request.QueryString));
            return;
        }
        Response.Headers.WWWAuthenticate = "Bearer, Basic realm=\"CozeLoop\"";
        await RefuseAsync(401, "unauthorized", "Send an API key as `Authorization: Bearer sk-…` or `Basic pk-…:sk-…`, or log in.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        RefuseAsync(403, "forbidden", "This key or user may not do that.");

    private Task RefuseAsync(int status, string code, string message)
    {
        IResult answer = Context.GetEndpoint()?.Metadata.GetMetadata<RefusalForm>() is { } form
            ? form(Context, status, message)
            : Problem.Of(status, code, message);
        return answer.ExecuteAsync(Context);
    }

    private async Task<AuthenticateResult> FromHeaderAsync(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || value.Parameter is null)
            return AuthenticateResult.Fail("The Authorization header cannot be read.");
        if (value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return value.Parameter.StartsWith(ServiceToken.Prefix, StringComparison.Ordinal)
                ? Succeed(Context.IsInternal() ? tokens.Read(value.Parameter) : null, isService: true)
                : await VerifyAsync(new VerifyCredential(null, value.Parameter, null, WorkspaceHeader()));
        }
        return value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Pair(value.Parameter) is var (publicKey, secretKey)
            ? await VerifyAsync(new VerifyCredential(publicKey, secretKey, null, WorkspaceHeader()))
            : AuthenticateResult.Fail("Only Bearer and Basic are supported.");
    }

    private async Task<AuthenticateResult> FromCookieAsync(string session)
    {
        if (!SessionCookie.MayWrite(Request, session))
            return AuthenticateResult.Fail($"A write with the session cookie needs the header {SessionCookie.AntiforgeryHeader}.");
        var own = new VerifyCredential(null, null, session, null);
        var result = await VerifyAsync(own);
        long? named = WorkspaceHeader(),
            wanted = named ?? WorkspaceCookie();
        if (!result.Succeeded || wanted is null)
            return result;
        if (await FindAsync(own with { WorkspaceId = wanted }) is { } there)
            return Succeed(there);
        // The reader may have been removed since from the workspace chosen last: then the first of their own.
        _isElsewhere = named is not null;
        return _isElsewhere ? AuthenticateResult.Fail("This person is not in the workspace.") : result;
    }

    private async Task<AuthenticateResult> VerifyAsync(VerifyCredential credential)
    {
        if (!verifier.Knows(credential))
        {
            if (refused.Knows(Context, credential))
                return Succeed(null);
            if (refused.Wait(Context) is { } wait)
            {
                _wait = wait;
                return AuthenticateResult.Fail("Too many wrong credentials were sent from this address.");
            }
        }
        var identity = await FindAsync(credential);
        if (identity is null)
            refused.Count(Context, credential);
        return Succeed(identity);
    }

    private async Task<CallerIdentity?> FindAsync(VerifyCredential credential)
    {
        var identity = await verifier.VerifyAsync(credential, Context.RequestAborted);
        if (identity is not null)
            Context.Features.Set(new OpenAnswers.Holder(credential, identity));
        return identity;
    }

    /// <summary>What is not a number is the id of no workspace, and not a wish for another.</summary>
    private long? WorkspaceHeader()
    {
        if (Request.Headers["X-Workspace-Id"] is [{ Length: > 0 } ours, ..])
            return Number(ours) ?? 0;
        return Number(Request.Headers["cozeloop-workspace-id"].FirstOrDefault());
    }

    private long? WorkspaceCookie() => Number(Request.Cookies[SessionCookie.WorkspaceName]);

    private static long? Number(string? text) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long id)
            ? id
            : null;

    private static AuthenticateResult Succeed(CallerIdentity? identity, bool isService = false) =>
        identity is null
            ? AuthenticateResult.Fail("This credential is not valid.")
            : AuthenticateResult.Success(new AuthenticationTicket(Caller.ToPrincipal(identity, SchemeName, isService), SchemeName));

    private static (string PublicKey, string SecretKey)? Pair(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out int written))
            return null;
        string[] parts = Encoding.UTF8.GetString(bytes, 0, written).Split(':', 2);
        return parts.Length == 2 ? (parts[0], parts[1]) : null;
    }
}
