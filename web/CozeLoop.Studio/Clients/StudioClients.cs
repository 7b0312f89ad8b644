using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;

namespace CozeLoop.Studio.Clients;

/// <summary>
/// An HTTP client to a service that speaks for somebody whose rights were just verified; <c>ServiceCalls.For</c> in the product.
/// </summary>
public delegate HttpClient OpenService(string service, CallerIdentity caller);

/// <summary>
/// The typed clients of the other services, speaking for whoever is logged in, in the workspace of their session, with the rights of each
/// call's moment.
/// </summary>
public sealed class StudioClients(OpenService open, CircuitSession session)
{
    // A page's own calls are bounded by cancellation, as everywhere: an answer may be a live tail.
    private static readonly Uri Anywhere = new("http://service/");

    public TracingClient Tracing => new(Open("tracing"));
    public PromptsClient Prompts => new(Open("prompts"));
    public ModelsClient Models => new(Open("models"));
    public EvaluatorsClient Evaluators => new(Open("evaluation"));
    public ReplaysClient Replays => new(Open("experiments"));
    public WorkspacesClient Workspaces => new(Open("workspaces"));

    /// <summary>Any service knows the installation's queues: all share one broker.</summary>
    public QueuesClient Queues => new(Open("tracing"));

    /// <summary>Learns who is logged in; before it nothing can be asked.</summary>
    public Task IdentifyAsync() => session.IdentifyAsync();

    private HttpClient Open(string service) =>
        new(new CheckedCalls(open, service, session)) { BaseAddress = Anywhere, Timeout = Timeout.InfiniteTimeSpan };
}
