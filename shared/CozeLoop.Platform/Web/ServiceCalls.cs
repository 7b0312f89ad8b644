namespace CozeLoop.Platform.Web;

/// <summary>Calls between services: an HTTP client bound to a service's internal listener, carrying a signed token of minutes for one workspace and actor.</summary>
public sealed class ServiceCalls
{
    /// <param name="service"><c>workspaces | models | tracing | prompts | experiments | evaluation</c>.</param>
    /// <param name="actor">On whose behalf, for the audit log.</param>
    public HttpClient For(string service, long workspaceId, string actor) => throw new NotSupportedException();
}
