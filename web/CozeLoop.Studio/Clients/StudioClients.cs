using System.Globalization;
using System.Security.Claims;
using CozeLoop.Contracts.Clients;
using Microsoft.AspNetCore.Components.Authorization;

namespace CozeLoop.Studio.Clients;

/// <summary>An HTTP client to a service on behalf of an actor in a workspace, with that person's scopes; <c>ServiceCalls.For</c> in the product.</summary>
public delegate HttpClient OpenService(string service, long workspaceId, string actor, IReadOnlyList<string>? scopes);

/// <summary>The typed clients of the other services, speaking for whoever is logged in, in the workspace of their session.</summary>
public sealed class StudioClients(OpenService open, AuthenticationStateProvider authentication)
{
    private (long Workspace, string Actor, IReadOnlyList<string> Scopes)? _caller;

    public TracingClient Tracing => new(Open("tracing"));
    public PromptsClient Prompts => new(Open("prompts"));
    public ModelsClient Models => new(Open("models"));
    public EvaluatorsClient Evaluators => new(Open("evaluation"));
    public ReplaysClient Replays => new(Open("experiments"));
    public WorkspacesClient Workspaces => new(Open("workspaces"));
    /// <summary>Any service knows the installation's queues: all share one broker.</summary>
    public QueuesClient Queues => new(Open("tracing"));

    /// <summary>Learns who is logged in; before it no client can be had.</summary>
    public async Task IdentifyAsync()
    {
        if (_caller is not null) return;
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (user.FindFirstValue("workspace") is { } workspace && user.FindFirstValue("actor") is { } actor)
            _caller = (long.Parse(workspace, CultureInfo.InvariantCulture), actor, [.. user.FindAll("scope").Select(c => c.Value)]);
    }

    private HttpClient Open(string service) =>
        _caller is var (workspace, actor, scopes) ? open(service, workspace, actor, scopes) : throw new InvalidOperationException("Nobody is logged in, or IdentifyAsync was not awaited.");
}
