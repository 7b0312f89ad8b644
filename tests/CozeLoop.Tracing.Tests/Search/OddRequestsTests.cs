using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Tracing.Tests.Search;

/// <summary>Whatever a client sends to the reading routes, the answer blames the client or gives its rows, never a fault of the
/// server.</summary>
public sealed class OddRequestsTests(TraceStore store) : IAsyncLifetime
{
    private static readonly string[] Lists = ["/api/v1/traces", "/api/v1/spans", "/api/v1/sessions", "/api/v1/users", "/api/v1/scores"];

    private static readonly string[] Odd =
    [
        "to=0001-01-01",
        "to=0001-01-01T00:00:00Z",
        "from=9999-12-31T23:59:59.9999999Z",
        "from=0001-01-01&to=9999-12-31T23:59:59.9999999Z",
        "from=2026-01-02&to=2026-01-01",
        "from=1677-09-21T00:12:43Z&to=2262-04-11T23:47:16Z",
        "from=nonsense",
        "to=%00",
        "from=2026-11-23T00:00:00%2B14:00",
        "limit=0",
        "limit=-1",
        "limit=2147483648",
        "limit=1e400",
        "limit=501",
        "cursor=nonsense",
        "cursor=",
        "cursor=LTEKAAo",
        "cursor=%00",
        "cursor=OTIyMzM3MjAzNjg1NDc3NTgwNwphCmI",
        "cursor=LTkyMjMzNzIwMzY4NTQ3NzU4MDgKYQpi",
        "q=%00",
        "q=%EF%BF%BE",
        "q=%22%00%22",
        "q=model:%00",
        "q=%ED%A0%80",
        "q=attr.%00:%00",
        "q=cost%20%3E%201e400",
        "q=cost%20%3E%201e308",
        "q=duration%20%3C%20-1e300h",
        "q=tokens%20%3E%20-0",
        "q=score.x%20%3E%20NaN",
        "q=score.x:1e308",
        "q=attr.x%20%3E%201e-400",
        "q=name:*%25_%5C*",
        "q=%5C",
        "q=%22%5C%22",
        "q=(((",
        "q=NOT",
        "q=turn:2147483648",
        "name=%00",
        "traceId=%00",
        "sessionId=%EF%BF%BF",
        "q=" + "%F0%9F%98%80",
    ];

    private static readonly string[] Fields = ["model", "score.x", "attr.x"];
    private static readonly string[] Ids = ["%00", "%EF%BF%BE", "%ED%A0%80", "a%2Fb", "%25", "%7F"];

    private ServiceHost? host;
    private HttpClient? http;

    private HttpClient Http => http!;

    public async ValueTask InitializeAsync()
    {
        host = await TracingHost.StartAsync(store);
        http = host.CreateClient(store.NextWorkspace());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host!.DisposeAsync();
    }

    [Fact]
    public async Task No_odd_range_limit_cursor_or_query_is_answered_with_a_fault_of_the_server()
    {
        var faults = new List<string>();
        var paths = Lists
            .SelectMany(list => Odd.Select(odd => $"{list}?{odd}"))
            .Concat(Odd.Select(odd => $"/api/v1/traces/histogram?{odd}"))
            .Concat(Odd.SelectMany(odd => Fields.Select(field => $"/api/v1/facets?field={field}&{odd}")))
            .Concat(
                Ids.SelectMany(id =>
                    (string[])
                        [
                            $"/api/v1/traces/{id}",
                            $"/api/v1/traces/{id}?payload=preview",
                            $"/api/v1/spans/{id}/{id}",
                            $"/api/v1/sessions/{id}",
                            $"/api/v1/facets?field={id}",
                        ]
                )
            );
        foreach (string path in paths)
        {
            using var answer = await Http.GetAsync(path);
            if ((int)answer.StatusCode >= 500)
                faults.Add($"{(int)answer.StatusCode} {path}: {await answer.Content.ReadAsStringAsync()}");
        }
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("/api/v1/traces?to=0001-01-01", HttpStatusCode.BadRequest, "between the years 1678 and 2262")]
    [InlineData("/api/v1/traces?from=2026-01-02&to=2026-01-01", HttpStatusCode.BadRequest, "it must end after it starts")]
    [InlineData("/api/v1/spans?q=STARS", HttpStatusCode.UnprocessableEntity, "at most 1000 characters and 10 stars")]
    [InlineData("/api/v1/sessions?q=DEEP", HttpStatusCode.UnprocessableEntity, "levels deep")]
    [InlineData("/api/v1/users?q=WORDS", HttpStatusCode.UnprocessableEntity, "30 texts")]
    public async Task What_is_refused_is_refused_in_words(string path, HttpStatusCode status, string words)
    {
        string wanted = path.Replace("STARS", "name:" + string.Concat(Enumerable.Repeat("*a", 40)), StringComparison.Ordinal)
            .Replace("DEEP", new string('(', 60) + "a", StringComparison.Ordinal)
            .Replace("WORDS", string.Join("%20", Enumerable.Range(0, 30).Select(i => $"w{i}")), StringComparison.Ordinal);
        using var answer = await Http.GetAsync(wanted);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"x","traceId":"t","value":"\ud800"}""")]
    [InlineData("""{"name":"\udc00x","traceId":"t","value":1}""")]
    [InlineData("""{"name":"x","traceId":"t","value":1e400}""")]
    [InlineData("""{"name":"x","traceId":"t","value":-1e400}""")]
    [InlineData("""{"name":"x","traceId":"t","value":[1]}""")]
    [InlineData("""{"name":"x","traceId":"t","value":{}}""")]
    [InlineData("""{"name":"x","traceId":"t","value":null}""")]
    [InlineData("""[null]""")]
    [InlineData("""[[{"name":"x"}]]""")]
    [InlineData("""{"name":1,"traceId":"t","value":1}""")]
    [InlineData("""{"name":"x","traceId":"t","value":1,"time":"0001-01-01"}""", HttpStatusCode.OK)]
    [InlineData("""{"name":"x\u0000\ufffe","traceId":"t\u0000","value":1e308}""", HttpStatusCode.OK)]
    public async Task An_odd_score_is_refused_in_words_or_taken(string body, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync("/api/v1/scores", content);
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.OK)
            return;
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("invalid_request", problem.GetProperty("code").GetString());
    }
}
