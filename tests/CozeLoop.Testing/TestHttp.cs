namespace CozeLoop.Testing;

/// <summary>HTTP clients of tests, over a handler without cookies or proxies.</summary>
public static class TestHttp
{
    public static HttpClient Create(Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
        };
        return new HttpClient(handler, disposeHandler: true) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    }
}
