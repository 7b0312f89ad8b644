using System.Net.Http.Headers;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;

namespace CozeLoop.Platform.Web;

/// <summary>Calls between services: an HTTP client bound to a service's internal listener, carrying a signed token of minutes for one
/// workspace and actor.</summary>
public sealed class ServiceCalls(IHttpClientFactory factory, ServiceAddresses addresses, ServiceToken tokens)
{
    /// <summary>Over the Unix socket of this process.</summary>
    internal const string HereClient = "services of this process";

    /// <summary>Over the network.</summary>
    internal const string ElsewhereClient = "services of other processes";

    private static readonly string[] AllScopes = [Scopes.Ingest, Scopes.Read, Scopes.Write, Scopes.Admin, Scopes.Operate];

    /// <param name="service"><c>workspaces | models | tracing | prompts | experiments | evaluation</c>.</param>
    /// <param name="actor">On whose behalf, for the audit log.</param>
    /// <param name="scopes">What the call may do; null for all. Calls made for a person carry that person's scopes.</param>
    public HttpClient For(string service, long workspaceId, string actor, IReadOnlyList<string>? scopes = null) =>
        For(service, new CallerIdentity(workspaceId, actor, scopes ?? AllScopes, Role: null, Name: null));

    /// <summary>A client that speaks for someone whose rights were just verified.</summary>
    public HttpClient For(string service, CallerIdentity caller)
    {
        var address = addresses.Of(service);
        var http = factory.CreateClient(address is null ? HereClient : ElsewhereClient);
        http.BaseAddress = address ?? new Uri($"http://{service}/");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            tokens.Issue(caller.WorkspaceId, caller.Actor, caller.Scopes, caller.SessionId)
        );
        return http;
    }
}
