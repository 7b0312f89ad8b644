using System.Net;
using System.Text;
using System.Text.Json;
using CozeLoop.AllInOne.Cli;
using CozeLoop.Contracts;

namespace CozeLoop.AllInOne.Tests.Cli;

/// <summary>A server of prepared answers: method and path with query in, an object (as JSON), a problem's status or null (404)
/// out.</summary>
internal sealed class Canned(Func<string, string, object?> answer) : HttpMessageHandler
{
    public List<(string Request, string Body, string? Authorization)> Seen { get; } = [];

    public static Terminal Terminal(Canned network, params (string, string)[] variables) =>
        new(
            new StringWriter(),
            new StringWriter(),
            false,
            name => variables.FirstOrDefault(v => v.Item1 == name).Item2,
            TimeProvider.System
        )
        {
            Network = network,
            Tick = TimeSpan.FromMilliseconds(1),
        };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string what = $"{request.Method} {request.RequestUri!.PathAndQuery}",
            body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Seen.Add((what, body, request.Headers.Authorization?.ToString()));
        return answer(what, body) switch
        {
            null => Problem(404, "not_found", "There is none."),
            (int status, string code, string detail) => Problem(status, code, detail),
            string text => Text(200, text, "text/plain"),
            Exception e => throw e,
            var value => Text(200, JsonSerializer.Serialize(value, Json.Api), "application/json"),
        };
    }

    private static HttpResponseMessage Problem(int status, string code, string detail) =>
        Text(
            status,
            JsonSerializer.Serialize(
                new
                {
                    status,
                    code,
                    detail,
                }
            ),
            "application/problem+json"
        );

    private static HttpResponseMessage Text(int status, string text, string type) =>
        new((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, type) };
}
