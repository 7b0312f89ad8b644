using CozeLoop.Contracts.Clients;

namespace CozeLoop.Studio.Clients;

/// <summary>Sends a page's calls to a service, each with the rights that the circuit's session has at that moment.</summary>
internal sealed class CheckedCalls(OpenService open, string service, CircuitSession session) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await session.VerifyAsync(cancellationToken) is not { } caller)
        {
            throw new ApiException(401, "session_ended", "This session has ended.");
        }
        var http = open(service, caller);
        return await http.SendAsync(Copy(request, http.BaseAddress!), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    // A client refuses a request that another has sent.
    private static HttpRequestMessage Copy(HttpRequestMessage request, Uri address)
    {
        var copy = new HttpRequestMessage(request.Method, new Uri(address, request.RequestUri!.PathAndQuery)) { Content = request.Content };
        foreach (var (name, values) in request.Headers)
            copy.Headers.TryAddWithoutValidation(name, values);
        return copy;
    }
}
