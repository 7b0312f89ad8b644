using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CozeLoop.Platform.Web;
using CozeLoop.Testing;
using CozeLoop.Testing.Attacks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Hosting;

/// <summary>How much of a request is read: of nobody's a megabyte at most, of a caller's as much as the route is for.</summary>
[Collection(RunningHost.Collection)]
public sealed class BodyLimitTests(RunningHost host)
{
    private const long Huge = 300L << 20;

    // Less than a megabyte is read, as `make bench ground` shows; the rest fits into the buffers of the two systems.
    private const long MostTaken = 12L << 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_route_has_the_limit_of_the_unknown_or_one_that_holds_for_callers_only()
    {
        Assert.True(host.Endpoints.Count > 80, $"{host.Endpoints.Count} routes");
        foreach (var route in host.Endpoints)
        {
            // The framework's attribute raises the limit before anyone is known.
            Assert.True(route.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is null, route.RoutePattern.RawText);
            bool more = route.Metadata.GetMetadata<BodyLimit>()?.Bytes > BodyLimit.Unknown;
            bool known = route.Metadata.GetMetadata<IAuthorizeData>() is not null;
            Assert.True(known || !more, $"{route.RoutePattern.RawText} takes more of anybody.");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_route_reads_the_300_MB_of_somebody_unknown(bool chunked)
    {
        var taken = new List<(string Route, long Taken)>();
        foreach (var (method, path) in Writes())
        {
            string type = path == "/login/password" ? "application/x-www-form-urlencoded" : "application/json";
            string head = $"{method} {path} HTTP/1.1\r\nContent-Type: {type}";
            var upload = await Upload.SendAsync(host.Address, head, " "u8.ToArray(), Huge, chunked, Ct);
            taken.Add(($"{method} {path} answered {upload.Status}", upload.Taken));
        }
        Assert.True(taken.Count > 30, $"{taken.Count} routes");
        Assert.DoesNotContain(taken, t => t.Taken > MostTaken);
    }

    [Fact]
    public async Task A_form_of_300_MB_without_a_login_is_neither_read_nor_written_to_the_temporary_folder()
    {
        string head = "POST /login/password HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b";
        const string part = "--b\r\nContent-Disposition: form-data; name=\"email\"; filename=\"f\"\r\n\r\n";
        byte[] body = Encoding.ASCII.GetBytes(part + new string('x', 60_000));
        Assert.InRange((await Upload.SendAsync(host.Address, head, body, Huge, chunked: true, Ct)).Taken, 1, MostTaken);
        Assert.InRange((await Upload.SendAsync(host.Address, head, body, Huge, chunked: false, Ct)).Taken, 1, MostTaken);
    }

    [Theory]
    [InlineData("/api/v1/prompts/x1/draft", "PUT", 8)]
    [InlineData("/api/v1/prompts/x1/versions", "POST", 8)]
    [InlineData("/api/v1/prompts", "POST", 1)]
    [InlineData("/api/v1/scores", "POST", 8)]
    [InlineData("/api/v1/replays", "POST", 8)]
    [InlineData("/api/v1/evaluators", "POST", 1)]
    [InlineData("/api/v1/evaluators/x1/run", "POST", 8)]
    [InlineData("/api/v1/api-keys", "POST", 1)]
    [InlineData("/api/v1/prices", "POST", 1)]
    [InlineData("/api/v1/models", "POST", 1)]
    [InlineData("/v1/chat/completions", "POST", 32)]
    [InlineData("/v1/traces", "POST", 64)]
    public async Task A_caller_sends_what_a_route_is_for_and_is_told_in_its_form_how_much_that_is(string path, string method, int mebibytes)
    {
        // The first key makes no others; its owner does.
        string caller = path == "/api/v1/api-keys" ? await OwnerAsync() : $"Authorization: Bearer {RunningHost.Secret}";
        string head = $"{method} {path} HTTP/1.1\r\n{caller}\r\nContent-Type: application/json";
        foreach (bool chunked in (bool[])[false, true])
        {
            // A piece less than the limit: the server counts what frames the chunks, too.
            var just = await Upload.SendAsync(host.Address, head, " "u8.ToArray(), (mebibytes << 20) - Upload.Piece, chunked, Ct);
            Assert.NotEqual(413, just.Status);
            Assert.NotEqual(0, just.Status);
            var over = await Upload.SendAsync(host.Address, head, " "u8.ToArray(), (mebibytes << 20) + Upload.Piece, chunked, Ct);
            Assert.Equal((chunked, 413), (chunked, over.Status));
            string form = path switch
            {
                "/v1/chat/completions" => "{\"error\":",
                "/v1/traces" => "{\"code\":",
                _ => "{\"type\":",
            };
            Assert.Contains(form, over.Answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_login_takes_64_KiB_and_its_page_says_so()
    {
        using var http = host.CreateClient(null);
        using var json = await http.PostAsync("/api/v1/login", Json((64 << 10) + 1), Ct);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, json.StatusCode);
        Assert.Equal("application/problem+json", json.Content.Headers.ContentType?.MediaType);
        Assert.Contains("64 KiB", await json.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        foreach (bool chunked in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/login/password");
            request.Headers.TransferEncodingChunked = chunked;
            request.Content = new FormUrlEncodedContent([new("email", "owner@example.test"), new("password", new string('x', 64 << 10))]);
            using var form = await http.SendAsync(request, Ct);
            Assert.Equal((HttpStatusCode.Redirect, "/login?error=long"), (form.StatusCode, form.Headers.Location?.OriginalString));
        }
        Assert.Contains("too long", await http.GetStringAsync("/login?error=long", Ct), StringComparison.Ordinal);
    }

    /// <summary>The header lines of a session.</summary>
    private async Task<string> OwnerAsync()
    {
        using var http = await OwnerSession.LogInAsync(host.Address, RunningHost.Email, RunningHost.Password, Ct);
        string Line(string name) => $"{name}: {http.DefaultRequestHeaders.GetValues(name).Single()}";
        return $"{Line("Cookie")}\r\n{Line("X-Antiforgery-Token")}";
    }

    /// <summary>Every route that is not for reading, with a path that matches it.</summary>
    private IEnumerable<(string Method, string Path)> Writes() =>
        host
            .Endpoints.SelectMany(e =>
                (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["POST"]).Select(method => (method, Path(e.RoutePattern)))
            )
            .Where(route => route.method is not ("GET" or "HEAD" or "OPTIONS" or "CONNECT"))
            .Distinct();

    private static string Path(RoutePattern pattern) =>
        "/"
        + string.Join(
            '/',
            pattern.PathSegments.Select(segment =>
                segment.IsSimple && segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : "x1"
            )
        );

    private static ByteArrayContent Json(int bytes)
    {
        byte[] body = new byte[bytes];
        body.AsSpan().Fill((byte)' ');
        return new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
