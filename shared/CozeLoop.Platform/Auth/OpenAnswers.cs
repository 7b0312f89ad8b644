using CozeLoop.Contracts.Api;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// Ends answers that go on for as long as someone listens (<c>EndsWithCredential</c>) when the key or session they were asked with is
/// revoked, or may do other things than before: the route sees its client leave. Whoever may still listen asks again.
/// </summary>
internal sealed class OpenAnswers(RequestDelegate next, CredentialVerifier verifier)
{
    /// <summary>Marks such a route.</summary>
    internal sealed class Route;

    /// <summary>
    /// Of a request: with what it was authenticated. Absent for calls between services, whose tokens last minutes and cannot be revoked.
    /// </summary>
    internal sealed record Holder(VerifyCredential Credential, CallerIdentity Identity);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Route>() is null || context.Features.Get<Holder>() is not { } holder)
        {
            await next(context);
            return;
        }
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        context.RequestAborted = ends.Token;
        var following = verifier.FollowAsync(holder.Credential, holder.Identity, _ => ends.CancelAsync(), ends.Token);
        try
        {
            await next(context);
        }
        finally
        {
            await ends.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }
}
